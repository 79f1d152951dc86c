namespace PureSaliency.Roberta.Training;

/// <summary>Blocks of text with places to be guessed.</summary>
/// <param name="Batch">The blocks as the model sees them, with masks.</param>
/// <param name="Rows">The places, as rows of the batch.</param>
/// <param name="Labels">What really stands there.</param>
public sealed record MaskedBatch(Batch Batch, int[] Rows, int[] Labels);

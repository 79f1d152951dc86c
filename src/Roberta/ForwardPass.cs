using PureSaliency.Autograd;

namespace PureSaliency.Roberta;

/// <summary>What a pass through a model left on the tape.</summary>
/// <param name="States">Hidden states and attention probabilities, those that were asked for.</param>
/// <param name="Logits">(B, C) of a classifier; of a language model a row for each row that it was asked about.</param>
public sealed record ForwardPass(EncoderStates States, Var Logits);

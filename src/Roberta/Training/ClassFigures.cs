namespace PureSaliency.Roberta.Training;

/// <summary>What a classifier made of one class or label.</summary>
/// <param name="Index">Its place in the model's order.</param>
/// <param name="Label">Its name, with its index where another has the same.</param>
/// <param name="Count">Texts that it is true of.</param>
/// <param name="Predicted">Texts that it was answered for.</param>
/// <param name="Right">Texts where both are so.</param>
/// <param name="F1">2 right / (count + predicted); null for a class that is nobody's label and nobody's answer, which macro-F1 leaves out.</param>
public sealed record ClassFigures(int Index, string Label, long Count, long Predicted, long Right, double? F1)
{
    /// <summary>Share of its answers that are right; null where there are none.</summary>
    public double? Precision => Predicted == 0 ? null : (double)Right / Predicted;

    /// <summary>Share of its texts that were found; null where there are none.</summary>
    public double? Recall => Count == 0 ? null : (double)Right / Count;

    /// <summary>F1 = 2 tp / (2 tp + fp + fn) of counts; null where there is nothing to count.</summary>
    internal static double? F1Of(long right, long count, long predicted) => count + predicted == 0 ? null : 2.0 * right / (count + predicted);
}

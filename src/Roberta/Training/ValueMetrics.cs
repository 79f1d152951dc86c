using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>How near values come to those expected, and whether they put texts in the same order.</summary>
internal sealed class ValueMetrics
{
    private const string Pearson = "pearson", Spearman = "spearman";

    public ValueMetrics(double[] expected, double[] found)
    {
        MeanSquaredError = expected.Zip(found, (e, f) => (e - f) * (e - f)).Average();
        Metrics = new() { ["mse"] = MeanSquaredError };
        if (Correlation.Pearson(expected, found) is { } linear && Correlation.Spearman(expected, found) is { } ranked)
            (Metrics[Pearson], Metrics[Spearman]) = (linear, ranked);
        else Notes = ["There is no correlation where all labels, or all values of the model, are equal."];
        Metrics["texts"] = expected.Length;
    }

    public double MeanSquaredError { get; }

    public Dictionary<string, double> Metrics { get; }

    public IReadOnlyList<string> Notes { get; } = [];
}

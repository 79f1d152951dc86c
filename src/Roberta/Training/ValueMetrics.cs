namespace PureSaliency.Roberta.Training;

/// <summary>How near values come to those expected, and whether they put texts in the same order.</summary>
internal sealed class ValueMetrics
{
    private const string Pearson = "pearson", Spearman = "spearman";

    public ValueMetrics(double[] expected, double[] found)
    {
        MeanSquaredError = expected.Zip(found, (e, f) => (e - f) * (e - f)).Average();
        Metrics = new() { ["mse"] = MeanSquaredError };
        if (Correlation(expected, found) is { } linear && Correlation(Ranks(expected), Ranks(found)) is { } ranked)
            (Metrics[Pearson], Metrics[Spearman]) = (linear, ranked);
        else Notes = ["There is no correlation where all labels, or all values of the model, are equal."];
        Metrics["texts"] = expected.Length;
    }

    public double MeanSquaredError { get; }

    public Dictionary<string, double> Metrics { get; }

    public IReadOnlyList<string> Notes { get; } = [];

    /// <summary>Pearson's correlation; null where one side does not vary.</summary>
    internal static double? Correlation(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average(), xy = 0, xx = 0, yy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            var (dx, dy) = (x[i] - meanX, y[i] - meanY);
            (xy, xx, yy) = (xy + dx * dy, xx + dx * dx, yy + dy * dy);
        }
        return xx == 0 || yy == 0 ? null : xy / Math.Sqrt(xx) / Math.Sqrt(yy);
    }

    /// <summary>Places in the order of size, from 1; equal values share the mean of theirs.</summary>
    internal static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        var ranks = new double[values.Length];
        for (int first = 0, next; first < order.Length; first = next)
        {
            for (next = first + 1; next < order.Length && values[order[next]] == values[order[first]];) next++;
            foreach (int i in order.AsSpan(first, next - first)) ranks[i] = (first + 1 + next) / 2.0;
        }
        return ranks;
    }
}

namespace PureSaliency.Autograd.Summaries;

/// <summary>What is kept of a row y.</summary>
/// <param name="Columns">The columns asked for, ascending.</param>
/// <param name="Values">Their values.</param>
/// <param name="LogSum">log Σ exp y.</param>
/// <param name="SquareSum">Σ y²; NaN where it was not asked for.</param>
/// <param name="Largest">The largest values, largest first; of equal ones the first.</param>
public sealed record RowSummary(
    int[] Columns, double[] Values, double LogSum, double SquareSum, (int Column, double Value)[] Largest)
{
    /// <summary>A row that came in pieces, with max y, Σ exp(y − max y) and Σ y² of each; no squares if nobody asked for them.</summary>
    internal static RowSummary OfPieces(
        (int[] Columns, double[] Values) picked, double[] maxima, double[] sums, double[]? squares, (int, double)[] largest) =>
        new(picked.Columns, picked.Values, LogSumOf(maxima, sums), squares?.Sum() ?? double.NaN, largest);

    private static double LogSumOf(double[] maxima, double[] sums)
    {
        double max = maxima.Max(), sum = 0;
        for (int piece = 0; piece < sums.Length; piece++) sum += sums[piece] * Math.Exp(maxima[piece] - max);
        return max + Math.Log(sum);
    }
}

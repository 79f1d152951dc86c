using PureSaliency.Autograd;

namespace PureSaliency.Saliency.Benchmarks;

/// <summary>The rows of repeated passes' tapes, added up by operation.</summary>
internal static class OperationTable
{
    public static IReadOnlyList<OperationFigure> Of(IReadOnlyList<IReadOnlyList<TapeRow>> passes, ProductWork work)
    {
        OperationFigure[] figures = [.. passes[0].Select(row => row.Op).Distinct().Where(op => op != "leaf")
            .Select(op => Figure(op, [.. passes.Select(rows => rows.Where(row => row.Op == op).ToArray())], work))];
        double all = figures.Sum(figure => figure.Forward + figure.Backward);
        return [.. figures.Select(figure => figure with { Share = (figure.Forward + figure.Backward) / all })
            .OrderByDescending(figure => figure.Share)];
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static OperationFigure Figure(string op, TapeRow[][] passes, ProductWork work)
    {
        double forward = Median(passes.Select(rows => rows.Sum(row => row.Forward)));
        double backward = Median(passes.Select(rows => rows.Sum(row => row.Backward)));
        return new(op, passes[0].Length, forward, backward, 0, work.Of(op) / (forward + backward) / 1e6);
    }
}

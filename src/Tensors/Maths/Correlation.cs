namespace PureSaliency.Tensors;

/// <summary>How much two rows of numbers move together.</summary>
internal static class Correlation
{
    /// <summary>Pearson's: Σ dx dy / √(Σ dx² Σ dy²) of the differences from the means; null where one side does not vary.</summary>
    public static double? Pearson(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count) throw new ArgumentException($"There are {x.Count} and {y.Count} numbers, expected as many.", nameof(y));
        if (x.Count == 0) return null;
        double meanX = x.Average(), meanY = y.Average(), xy = 0, xx = 0, yy = 0;
        for (int i = 0; i < x.Count; i++)
        {
            var (dx, dy) = (x[i] - meanX, y[i] - meanY);
            (xy, xx, yy) = (xy + dx * dy, xx + dx * dx, yy + dy * dy);
        }
        return xx == 0 || yy == 0 ? null : xy / Math.Sqrt(xx) / Math.Sqrt(yy);
    }

    /// <summary>Spearman's: Pearson's of the ranks, which sees order alone.</summary>
    public static double? Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y) => Pearson(Ranks(x), Ranks(y));

    /// <summary>
    /// Kendall's τ-b: (concordant − discordant pairs) / √((pairs − pairs tied in x) (pairs − pairs tied in y)); null where one side has one value only.
    /// </summary>
    public static double? Kendall(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count) throw new ArgumentException($"There are {x.Count} and {y.Count} numbers, expected as many.", nameof(y));
        long sum = 0, untiedX = 0, untiedY = 0;
        for (int i = 0; i < x.Count; i++)
            for (int j = 0; j < i; j++)
            {
                int a = x[i].CompareTo(x[j]), b = y[i].CompareTo(y[j]);
                sum += a * b;
                untiedX += Math.Abs(a);
                untiedY += Math.Abs(b);
            }
        return untiedX == 0 || untiedY == 0 ? null : sum / Math.Sqrt((double)untiedX * untiedY);
    }

    /// <summary>Places in the order of size, from 1; equal values share the mean of theirs.</summary>
    public static double[] Ranks(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        var ranks = new double[values.Count];
        for (int first = 0, next; first < order.Length; first = next)
        {
            for (next = first + 1; next < order.Length && values[order[next]] == values[order[first]];) next++;
            foreach (int i in order.AsSpan(first, next - first)) ranks[i] = (first + 1 + next) / 2.0;
        }
        return ranks;
    }
}

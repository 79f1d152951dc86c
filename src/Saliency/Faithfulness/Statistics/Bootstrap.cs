using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Faithfulness;

/// <summary>
/// Intervals of means by drawing the texts anew, with replacement (Efron 1979; percentiles). All quantities see the same draws, so that
/// differences between methods are paired text by text.
/// </summary>
internal sealed class Bootstrap
{
    private const double Tail = 0.025;
    private readonly int[][] draws;

    /// <summary>Draws texts.</summary>
    /// <param name="texts">How many there are.</param>
    /// <param name="resamples">How often all are drawn anew.</param>
    /// <param name="seed">Which draws.</param>
    public Bootstrap(int texts, int resamples, int seed) => draws = [.. Enumerable.Range(0, resamples).Select(resample =>
    {
        ulong key = CounterRandom.Key(CounterRandom.Key((ulong)seed, 1), (ulong)resample);
        return (int[])[.. Enumerable.Range(0, texts).Select(i => CounterRandom.Below(key, (uint)i, texts))];
    })];

    /// <summary>Mean and interval of a value per text; null where no text has one. Texts without one are left out.</summary>
    public Interval? Of(double[] values)
    {
        var present = values.Where(value => !double.IsNaN(value)).ToArray();
        if (present.Length == 0) return null;
        double[] means = [.. draws.Select(draw => Mean(values, draw)).Where(mean => !double.IsNaN(mean)).Order()];
        return new(present.Average(), At(means, Tail), At(means, 1 - Tail), present.Length);
    }

    /// <summary>The same of the differences between two values per text, where both have one.</summary>
    public Interval? OfDifference(double[] values, double[] others) => Of([.. values.Zip(others, (a, b) => a - b)]);

    private static double Mean(double[] values, int[] draw)
    {
        var (sum, count) = (0.0, 0);
        foreach (int i in draw)
            if (!double.IsNaN(values[i])) (sum, count) = (sum + values[i], count + 1);
        return sum / count;
    }

    // Between two order statistics by proportion.
    private static double At(double[] ordered, double share)
    {
        if (ordered.Length == 0) return double.NaN;
        double place = share * (ordered.Length - 1);
        int below = (int)place;
        return below + 1 == ordered.Length ? ordered[below] : ordered[below] + (place - below) * (ordered[below + 1] - ordered[below]);
    }
}

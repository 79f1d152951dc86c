using System.Diagnostics;

namespace PureSaliency.Benchmarks.Gpu;

/// <summary>Medians of times.</summary>
internal static class Clock
{
    /// <summary>Median milliseconds of what fits into a time slice, after once that does not count.</summary>
    public static double Time(Action work, double seconds)
    {
        work();
        var times = new List<double>();
        var slice = Stopwatch.StartNew();
        do
        {
            long started = Stopwatch.GetTimestamp();
            work();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        while (slice.Elapsed.TotalSeconds < seconds);
        return Median(times);
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

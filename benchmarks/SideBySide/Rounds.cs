using System.Diagnostics;

namespace PureSaliency.Benchmarks.SideBySide;

/// <summary>
/// Medians over rounds, in milliseconds, and the median of the rounds' ratios; <paramref name="Peers"/> has each of the peer's ways
/// by itself.
/// </summary>
internal sealed record Figure(
    string Row, double Ours, double Peer, double Ratio, double LeastRatio, double MostRatio, double? Target, double[] Peers);

/// <summary>
/// Ours and the peer by turns, so that whatever else the machine does meets both. After a turn the other's threads still spin
/// for work that will not come; a pause lets them fall asleep.
/// </summary>
internal sealed class Rounds(Settings settings)
{
    public Figure Measure(Row row)
    {
        var (ours, peers) = (new double[settings.Rounds], new double[settings.Rounds][]);
        for (int round = 0; round < settings.Rounds; round++)
        {
            ours[round] = Turn(row.Ours);
            peers[round] = [.. row.Peers.Select(Turn)];
        }
        double[] peer = [.. peers.Select(ways => ways.Min())];
        double[] ratios = [.. ours.Zip(peer, (a, b) => a / b)];
        return new(row.Name, Median(ours), Median(peer), Median(ratios), ratios.Min(), ratios.Max(),
            settings.Threads == 1 ? Row.OneThreadTarget : row.Target,
            [.. row.Peers.Select((_, way) => Median(peers.Select(ways => ways[way])))]);
    }

    /// <summary>The median of what fits into a time slice. The first time warms caches and counts only if it is alone.</summary>
    public double Turn(Action work)
    {
        Thread.Sleep(settings.Pause);
        var times = new List<double>();
        var slice = Stopwatch.StartNew();
        do
        {
            long started = Stopwatch.GetTimestamp();
            work();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        while (slice.Elapsed.TotalSeconds < settings.Slice);
        return Median(times.Count > 1 ? times.Skip(1) : times);
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

using System.Diagnostics;
using System.Globalization;
using PureSaliency.Benchmarks.SideBySide.Peer;

namespace PureSaliency.Benchmarks.SideBySide;

/// <summary>From process start to the first gradient, and the memory it took; every measurement is a process of its own.</summary>
internal static class FirstResult
{
    private const double TimeTarget = 0.55, MemoryTarget = 0.90;
    private const int Tokens = 32;

    private sealed record Outcome(double Milliseconds, double Mebibytes);

    public static void Run(Settings settings, string command)
    {
        Start(settings, "ours"); // Both once before they count: files into the page cache.
        Start(settings, "peer");
        var (ours, peer) = (new List<Outcome>(), new List<Outcome>());
        for (int round = 0; round < settings.Rounds; round++)
        {
            ours.Add(Start(settings, "ours"));
            peer.Add(Start(settings, "peer"));
        }
        var report = new Report($"First gradient of a {new FileInfo(Checkpoint.Classifier(settings.Weights)).Length / 1e6:0} MB checkpoint", command);
        report.Columns($"process start to the gradient, 1×{Tokens}", "ours", "peer", "ours / peer", "rounds", "target");
        Line(report, "ms", ours, peer, outcome => outcome.Milliseconds, TimeTarget);
        Line(report, "peak memory, MiB", ours, peer, outcome => outcome.Mebibytes, MemoryTarget);
        report.Line($"\nMedians over {settings.Rounds} rounds of two processes, {settings.Threads} threads, files in the page cache.");
        if (settings.Append) report.Append();
    }

    /// <summary>The child's part: loads, computes, prints milliseconds since the parent called and the peak of its memory.</summary>
    public static void Child(string side, string folder, int threads, long started)
    {
        if (side == "ours") OursOnce(folder, threads);
        else PeerOnce(folder, threads);
        double milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant($"{milliseconds} {self.PeakWorkingSet64 / 1048576.0}"));
    }

    // One method each: neither loads the other's libraries.
    private static void OursOnce(string folder, int threads)
    {
        using var ours = new Ours(folder, threads);
        ours.Gradient(Texts.Random(1, Tokens), [0]);
    }

    private static void PeerOnce(string folder, int threads)
    {
        using var peer = new Peer.Roberta(folder, threads, withHead: false);
        peer.Gradient(new PeerBatch(Texts.Random(1, Tokens)), 0).Dispose();
    }

    private static Outcome Start(Settings settings, string side)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        // The monotonic clock is the machine's, so the child can count from before it was born.
        foreach (string argument in new[] { "child", side, settings.Weights, $"{settings.Threads}", $"{Stopwatch.GetTimestamp()}" })
            start.ArgumentList.Add(argument);
        using var child = Process.Start(start)!;
        string line = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        if (child.ExitCode != 0) throw new InvalidOperationException($"The process of {side} ended with exit code {child.ExitCode}.");
        double[] numbers = [.. line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        return new(numbers[0], numbers[1]);
    }

    private static void Line(
        Report report, string name, List<Outcome> ours, List<Outcome> peer, Func<Outcome, double> value, double target)
    {
        double[] ratios = [.. ours.Zip(peer, (a, b) => value(a) / value(b))];
        double ratio = Rounds.Median(ratios);
        report.Cells(name, $"{Rounds.Median(ours.Select(value)):0}", $"{Rounds.Median(peer.Select(value)):0}", $"**{ratio:0.00}**",
            $"{ratios.Min():0.00} to {ratios.Max():0.00}", SideBySideRun.Verdict(ratio, target));
    }
}

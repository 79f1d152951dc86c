namespace PureSaliency.Benchmarks.SideBySide;

/// <summary>Every row, ours and the peer in turn.</summary>
internal static class SideBySideRun
{
    public static void Run(Settings settings, string command)
    {
        using var ours = new Ours(settings.Weights, settings.Threads);
        using var peer = new Peer.Roberta(settings.Weights, settings.Threads);
        Agreement.Check(ours, peer);
        var report = new Report($"Side by side with libtorch, {Counted(settings.Threads, "thread")}", command);
        report.Columns("row (texts × tokens)", "ours, ms", "peer, ms", "ours / peer", "rounds", "target");
        var rounds = new Rounds(settings);
        foreach (var row in Rows.All(ours, peer).Where(row => settings.Wants(row.Name)))
        {
            var figure = rounds.Measure(row);
            report.Cells(figure.Row, $"{figure.Ours:0.0}", $"{figure.Peer:0.0}", $"**{figure.Ratio:0.00}**",
                $"{figure.LeastRatio:0.00} to {figure.MostRatio:0.00}", figure.Target is { } target ? Verdict(figure.Ratio, target) : "");
        }
        report.Line($"\nMedians over {Counted(settings.Rounds, "round")}; the ratio is the median of the rounds' ratios.");
        if (settings.Append) report.Append();
    }

    public static string Verdict(double ratio, double target) => $"{target:0.00}, {(ratio <= target ? "met" : "missed")}";

    public static string Counted(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}

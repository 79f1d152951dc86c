using PureSaliency.Benchmarks.SideBySide.Peer;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.SideBySide;

/// <summary>Milliseconds per text of the gradient to layer 0.</summary>
internal sealed record ScalingPoint(int Batch, int Tokens, double Ours, double Peer);

/// <summary>How time grows with length and batch, and how much of the machine's peak the products reach.</summary>
internal static class Scaling
{
    private static readonly int[] Lengths = [16, 32, 64, 128, 256, 512], Batches = [1, 2, 4, 8, 16, 32, 64];
    private const int BatchTokens = 32;

    public static void Run(Settings settings, string command)
    {
        using var ours = new Ours(settings.Weights, settings.Threads);
        using var peer = new Peer.Roberta(settings.Weights, settings.Threads, withHead: false);
        var rounds = new Rounds(settings);
        rounds.Measure(Gradient(ours, peer, 1, Lengths[0])); // Compiles and packs; not reported.
        var report = new Report($"Scaling and the products' share of the machine's peak, {settings.Threads} threads", command);
        report.Columns("gradient l=0 (texts × tokens)", "ours, ms per text", "peer, ms per text", "ours / peer");
        var byLength = Lengths.Select(tokens => Point(report, rounds, ours, peer, 1, tokens)).ToArray();
        var byBatch = Batches.Select(batch => Point(report, rounds, ours, peer, batch, BatchTokens)).ToArray();
        report.Line("");
        Products(settings, report, rounds, ours);
        Directory.CreateDirectory(settings.Output);
        WriteCsv(Path.Combine(settings.Output, "scaling.csv"), [.. byLength, .. byBatch]);
        ScalingPlot.Save(Path.Combine(settings.Output, "scaling.png"), byLength, byBatch, settings.Threads);
        report.Line("\nMedians; see scaling.csv and scaling.png.");
        if (settings.Append) report.Append();
    }

    private static ScalingPoint Point(Report report, Rounds rounds, Ours ours, Peer.Roberta peer, int batch, int tokens)
    {
        var figure = rounds.Measure(Gradient(ours, peer, batch, tokens));
        report.Cells(figure.Row, $"{figure.Ours / batch:0.0}", $"{figure.Peer / batch:0.0}", $"{figure.Ratio:0.00}");
        return new(batch, tokens, figure.Ours / batch, figure.Peer / batch);
    }

    private static Row Gradient(Ours ours, Peer.Roberta peer, int batch, int tokens)
    {
        int[][] texts = Texts.Random(batch, tokens);
        var theirs = new PeerBatch(texts);
        return new($"{batch}×{tokens}", () => ours.Gradient(texts, [0]), () => peer.Gradient(theirs, 0).Dispose());
    }

    private static void Products(Settings settings, Report report, Rounds rounds, Ours ours)
    {
        double peak = FmaPeak.Gigaflops(settings.Threads, TimeSpan.FromSeconds(1));
        report.Columns("ours, forward and backward", "ms", "GFLOP/s", $"share of {peak:0} GFLOP/s");
        foreach (var (batch, tokens) in new[] { (1, 32), (8, 128) })
        {
            int rows = batch * tokens;
            var narrow = Tensor<float>.From(new Shape(rows, Sizes.Width), Rows.Hidden(rows));
            var wide = Tensor<float>.From(new Shape(rows, Sizes.Inner), Rows.Hidden(rows, Sizes.Inner));
            Share($"the blocks' products alone {batch}×{tokens}", () => ours.Products(narrow, wide), rows);
        }
        report.Line($"\nThe peak is {settings.Threads} threads' fused multiply-adds on registers alone, measured in the same run.");

        void Share(string name, Action work, int rows)
        {
            double milliseconds = Rounds.Median(Enumerable.Range(0, settings.Rounds).Select(_ => rounds.Turn(work)));
            double gigaflops = 2 * Sizes.ProductsPerRow * rows / milliseconds / 1e6;
            report.Cells(name, $"{milliseconds:0.0}", $"{gigaflops:0}", $"{gigaflops / peak:0 %}");
        }
    }

    private static void WriteCsv(string path, IEnumerable<ScalingPoint> points) => File.WriteAllLines(path,
    [
        "batch,tokens,ours_ms_per_text,peer_ms_per_text",
        .. points.Select(p => FormattableString.Invariant($"{p.Batch},{p.Tokens},{p.Ours:0.000},{p.Peer:0.000}")),
    ]);
}

using PureSaliency.Benchmarks.SideBySide.Peer;
using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.SideBySide.Training;

/// <summary>Whole steps: forwards, backwards to all parameters, clipping, AdamW; ours and the peer by turns.</summary>
internal static class TrainingTable
{
    private const double SpeedUp = 1.3;

    private const string Explanation = """
        ours / peer is the median of the rounds' ratios, peer / ours its inverse. A step is the pass
        forward, gradients of all parameters, clipping of their norm at 1, and AdamW; no dropout. 15 % of the words are guessed, and the
        head is computed at their places alone. Of the last block below a classifier ours computes the rows that it reads (exact), the
        peer all. The peer trains Q, K and V as one matrix; the faster of its two optimizers counts in each round; the C
        library keeps freed memory, without which libtorch is slower. FLOP are those of ours' products, forwards and to inputs and weights.
        """;

    public static void Run(Settings settings, string command)
    {
        KeptMemory.Apply();
        TrainingCase[] cases = [.. TrainingCase.All.Where(work => settings.Wants(work.Name))];
        foreach (var work in cases) TrainingAgreement.Check(work, settings);
        double peak = FmaPeak.Gigaflops(settings.Threads, TimeSpan.FromSeconds(1));
        var report = new Report($"Training steps beside libtorch, {SideBySideRun.Counted(settings.Threads, "thread")}", command);
        var rounds = new Rounds(settings);
        report.Columns("step (texts × tokens)", "ours, ms", "peer, ms", "ours / peer", "rounds", "peer / ours", "target",
            $"peer with {string.Join(" / ", PeerTrainer.Optimizers.Select(way => way.Name))}, ms");
        Figure[] figures = [.. cases.Select(work => Line(report, rounds, work, settings))];
        report.Line("");
        report.Columns("ours", "tokens/s", "GFLOP a step", "GFLOP/s", $"share of {peak:0} GFLOP/s");
        foreach (var (work, figure) in cases.Zip(figures)) Rate(report, work, figure, peak, settings.Weights);
        report.Line($"\nMedians over {SideBySideRun.Counted(settings.Rounds, "round")}; {Explanation}");
        if (settings.Append) report.Append();
    }

    private static Figure Line(Report report, Rounds rounds, TrainingCase work, Settings settings)
    {
        var batch = work.Batches(1)[0];
        var theirs = new PeerTrainingBatch(batch);
        using var ours = new OurTrainer(work, settings.Weights, settings.Threads);
        PeerTrainer[] peers = [.. PeerTrainer.Optimizers.Select(way => new PeerTrainer(work, settings.Weights, settings.Threads, way.Create))];
        Action[] ways = [.. peers.Select(peer => (Action)(() => peer.Step(theirs)))];
        var figure = rounds.Measure(new Row(work.Name, () => ours.Step(batch), ways));
        foreach (var peer in peers) peer.Dispose();
        double speedUp = 1 / figure.Ratio;
        report.Cells(figure.Row, $"{figure.Ours:0.0}", $"{figure.Peer:0.0}", $"**{figure.Ratio:0.00}**",
            $"{figure.LeastRatio:0.00} to {figure.MostRatio:0.00}", $"{speedUp:0.00}", $"{SpeedUp:0.0}, {(speedUp >= SpeedUp ? "met" : "missed")}",
            string.Join(" / ", figure.Peers.Select(time => $"{time:0.0}")));
        return figure;
    }

    private static void Rate(Report report, TrainingCase work, Figure figure, double peak, string folder)
    {
        double flops = TrainingFlops.Of(ModelConfig.Load(work.Model(folder)), work, work.Batches(1)[0].Labels.Length);
        double gigaflops = flops / figure.Ours / 1e6;
        report.Cells(work.Name, $"{work.Batch * work.Tokens / figure.Ours * 1000:0}", $"{flops / 1e9:0.0}",
            $"{gigaflops:0}", $"{gigaflops / peak:0 %}");
    }
}

using System.Runtime.InteropServices;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.Gpu;

/// <summary>Weights, checks, times, in this order; nothing is timed unless all checks hold.</summary>
internal sealed class GpuRun(Settings settings, string[] args)
{
    // What the program needs lies beside it.
    private static readonly string Beside = AppContext.BaseDirectory;
    private readonly DeviceChoice choice = Devices.Named(settings.Device!);
    private readonly string weights = settings.Weights
        ?? Path.Combine(Path.GetTempPath(), settings.DryRun ? "puresaliency-tiny" : "puresaliency-roberta-base");

    /// <summary>Whether all checks held.</summary>
    public bool Run()
    {
        if (settings.Ptx) return Ptx();
        // First of all: without a card there is nothing to do.
        var card = settings.Device == "cuda" ? Card.Cuda() : null;
        new Checkpoint(weights, settings.Sizes).Ensure(Path.Combine(Beside, "tokenizer"));
        using var report = new Report(settings.Output);
        if (!CheckAndTime(report, card)) return false;
        // With a model of its own, once the other has given its memory back.
        Section(report, () => CorpusRun.Print(report, settings, weights, choice));
        return true;
    }

    private bool CheckAndTime(Report report, Card? card)
    {
        using var ours = new Ours(weights, choice);
        Head(report, card?.Name ?? ours.Device.Name);
        var (peer, problem) = Peer.Start(Path.Combine(Beside, "peer.py"), weights, card is null ? "cpu" : "cuda");
        using (peer)
        {
            report.Line(peer is null ? $"Ours alone: PyTorch did not start ({problem})." : $"Peer: eager {peer.Version}, TF32 off.");
            bool holds = Hold(report, ours, peer);
            if (!holds)
            {
                report.Line("\nNothing was timed, as not all checks hold.");
                return false;
            }
            Times(report, ours, peer, card?.Teraflops);
            if (card?.HasTensorCores == true) FastTimes(report, ours, peer);
            return true;
        }
    }

    // The simulator needs no driver and meets the kernels of a pass.
    private bool Ptx()
    {
        new Checkpoint(weights, settings.Sizes).Ensure(Path.Combine(Beside, "tokenizer"));
        using var report = new Report(settings.Output);
        using var ours = new Ours(weights, Devices.Named("simulator"));
        int[][] texts = Texts.Random(3, 5);
        ours.Run(texts);
        ours.Decode(weights, texts[0]);
        PtxTable.Print(report, ours.Launcher!.Costs.Keys);
        return true;
    }

    private void Head(Report report, string device)
    {
        string sizes = settings.DryRun ? "; **a dry run on tiny sizes, whose times mean nothing**" : "";
        report.Line($"## On a GPU: {device}\n");
        report.Line($"    benchmarks/gpu/run.sh {string.Join(' ', args)}".TrimEnd() + "\n");
        report.Line($"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, .NET {Environment.Version}, "
            + $"{DateTime.UtcNow:yyyy-MM-dd}{sizes}.");
    }

    private bool Hold(Report report, Ours ours, Peer? peer)
    {
        report.Columns("check", "seen", "verdict");
        var checks = new Checks(report, choice);
        checks.Golden(Path.Combine(Beside, "golden"), settings.Fixtures);
        checks.Bits(ours);
        checks.Host(ours, weights);
        if (peer is not null) checks.Peer(ours, peer);
        return checks.AllHold;
    }

    private void Times(Report report, Ours ours, Peer? peer, double? peak)
    {
        var table = new GradientTable(report, settings, peak);
        Section(report, () => table.Print(ours, peer));
        report.Line($"\nMedians over {settings.Rounds} rounds of {settings.Slice} s a side; the ratio is the median of the rounds' ratios. "
            + "TFLOP/s count the blocks' products, forward and back to the inputs.");
        Section(report, () => table.PrintProducts(ours));
        int size = settings.DryRun ? 128 : 8192;
        if (peer is not null)
            Section(report, () => report.Line($"\nPyTorch's product of size {size}: {peer.Peak("float32", size):0.0} TFLOP/s in float32, "
                + $"{peer.Peak("bfloat16", size):0.0} in bfloat16."));
        if (ours.Launcher is null) return;
        var kernels = new KernelTable(report);
        foreach (var (batch, tokens) in new[] { settings.Shapes[0], settings.Shapes[^1] })
            Section(report, () => kernels.Print(ours, batch, tokens));
        report.Line("\nEach launch is waited for, so short ones look longer than they are.");
    }

    // Products of less than float32: how far the gradient is off, then the same rows. No share: the peak is that of float32.
    private void FastTimes(Report report, Ours exact, Peer? peer)
    {
        foreach (var precision in (ProductPrecision[])[ProductPrecision.Split, ProductPrecision.BFloat16])
            Section(report, () =>
            {
                using var fast = new Ours(weights, choice with { Products = precision });
                int[][] texts = Texts.Random(2, 16);
                double cosine = Checks.Cosine(fast.Gradient(texts), exact.Gradient(texts));
                report.Line($"\n### --precision {fast.Device.Arithmetic}\n\nCosine of its gradient with that in float32: 1 − {1 - cosine:0.0e+00}.");
                var table = new GradientTable(report, settings, peak: null);
                table.Print(fast, peer);
                table.PrintProducts(fast);
            });
    }

    // One section that cannot be measured, for want of memory say, does not take the others with it.
    private static void Section(Report report, Action print)
    {
        try
        {
            print();
        }
        catch (Exception problem) when (problem is DeviceException or InputException or InvalidOperationException or IOException)
        {
            report.Line($"\nNot measured: {problem.Message}");
        }
    }
}

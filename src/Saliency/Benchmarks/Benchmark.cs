using System.Diagnostics;
using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Benchmarks;

/// <summary>What is measured.</summary>
public sealed record BenchmarkOptions
{
    /// <summary>A folder or a short name; the default model if null.</summary>
    public string? Model { get; init; }

    /// <summary>Where to compute; one thread per core of the host by default.</summary>
    public DeviceChoice Device { get; init; } = new();

    /// <summary>Most tokens of a text, the added ones included.</summary>
    public int Tokens { get; init; } = 32;

    /// <summary>Texts per pass.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Seconds for each figure.</summary>
    public double Seconds { get; init; } = 1;
}

/// <summary>Measures a model on this machine, in float32: a warm-up, then medians of as many repetitions as the time allows.</summary>
public sealed class Benchmark
{
    private const string Words = "a warm , funny and gripping film that stays with you for days after it has been seen";
    private const int TimedTapes = 5, MostRows = 1 << 17;
    private readonly BenchmarkOptions options;
    private readonly CancellationToken cancellation;
    private readonly ModelFolder folder;
    private readonly string text;
    private readonly int[][] sequences;

    private Benchmark(BenchmarkOptions options, CancellationToken cancellation)
    {
        (this.options, this.cancellation) = (options, cancellation);
        folder = ModelFolder.Open(ModelFolders.Find(options.Model));
        var config = folder.Config;
        if (options.Tokens < 3 || options.Tokens > config.MaxTokens)
            throw new InputException(
                $"A text of {options.Tokens} tokens was asked for, expected 3 to {config.MaxTokens}, what fits into a pass of '{config.Source}'.");
        if ((long)options.Batch * options.Tokens > MostRows)
            throw new InputException(
                $"{options.Batch} texts of {options.Tokens} tokens were asked for, expected at most {MostRows} tokens in a pass.");
        (text, int[] ids) = TextOf(folder.LoadTokenizer(), options.Tokens);
        sequences = [.. Enumerable.Repeat(ids, options.Batch)];
    }

    /// <summary>Measures.</summary>
    /// <exception cref="InputException">The model cannot be used or a text of that length does not fit.</exception>
    /// <exception cref="DeviceException">The device cannot be had or failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static BenchmarkResult Run(BenchmarkOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Benchmark(options, cancellation).Run();
    }

    private BenchmarkResult Run()
    {
        var (explain, explaining) = Explain(); // By itself: it loads the model a second time.
        using var device = options.Device.Open<float>();
        int? threads = (device as CpuDevice<float>)?.Threads;
        double? peak = threads is { } n ? FmaPeak.Gigaflops(n, TimeSpan.FromSeconds(Math.Min(1, options.Seconds))) : null;
        using var model = folder.LoadClassifier<float>();
        var work = new ProductWork(model.Config, options.Batch, sequences[0].Length, model.Labels.Count);
        var batch = Batch.Of(model.Config, sequences);
        PassFigure[] passes =
        [
            Shared(Figure("forward", () => Pass(model, device, batch, backward: false)), work.Forward, peak),
            Shared(Figure("gradient", () => Pass(model, device, batch, backward: true)), work.Gradient, peak),
            explain,
        ];
        var kernels = Kernels("gradient", device, () => Pass(model, device, batch, backward: true));
        return new(new DirectoryInfo(folder.Location).Name, device.Name, threads, options.Batch, sequences[0].Length, peak, passes,
            OperationTable.Of([.. Enumerable.Range(0, TimedTapes).Select(_ => Rows(model, device, batch))], work), [.. kernels, .. explaining]);
    }

    private (PassFigure, KernelFigures[]) Explain()
    {
        object? device = null;
        using var explainer = Explainer.Load(folder.Location, new LoadOptions { Device = options.Device with { Opened = opened => device = opened } });
        string[] texts = [.. Enumerable.Repeat(text, options.Batch)];
        // The paper's method, whatever the default is: figures stay comparable. Without a head it would be refused.
        var method = ExplainOptions.Paper with { Decode = explainer.CanDecode };
        void Work() => explainer.Explain(texts, method, cancellation: cancellation);
        return (Figure("explain", Work), Kernels("explain", device, Work));
    }

    private KernelFigures[] Kernels(string pass, object? device, Action work) =>
        device is GpuDevice<float> gpu ? [KernelTable.Of(pass, gpu, options.Batch, TimedTapes, work)] : [];

    private void Pass(SequenceClassifier<float> model, Device<float> device, Batch batch, bool backward)
    {
        using var tape = new Tape<float>(device, cancellation);
        Record(model, tape, batch, backward);
        (device as GpuDevice<float>)?.Synchronize();
    }

    private IReadOnlyList<TapeRow> Rows(SequenceClassifier<float> model, Device<float> device, Batch batch)
    {
        // An accelerator's operations are over when their kernels are.
        if (device is GpuDevice<float> gpu) gpu.Launcher.Timed = true;
        using var tape = new Tape<float>(device, cancellation);
        return tape.Rows(Record(model, tape, batch, backward: true));
    }

    private static Gradients<float>? Record(SequenceClassifier<float> model, Tape<float> tape, Batch batch, bool backward)
    {
        var (states, logits) = model.Forward(tape, batch);
        if (!backward) return null;
        var seed = Tensor<float>.Zeros(tape[logits].Shape);
        for (int i = 0; i < batch.Sequences; i++) seed.Row(i)[0] = 1;
        return tape.Backward(logits, seed, states.Hidden[0]);
    }

    private PassFigure Figure(string name, Action work)
    {
        work();
        var times = new List<double>();
        var clock = Stopwatch.StartNew();
        do
        {
            long started = Stopwatch.GetTimestamp();
            work();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        while (clock.Elapsed.TotalSeconds < options.Seconds);
        double median = OperationTable.Median(times);
        return new(name, median, times.Count, 1000 * options.Batch * sequences[0].Length / median, null, null);
    }

    private static PassFigure Shared(PassFigure figure, double operations, double? peak)
    {
        double gigaflops = operations / figure.Milliseconds / 1e6;
        return figure with { Gflops = gigaflops, PeakShare = gigaflops / peak };
    }

    // The longest text of at most so many tokens that repeated words make.
    private static (string Text, int[] Ids) TextOf(Tokenizer tokenizer, int tokens)
    {
        string[] words = Words.Split(' ');
        string text = words[0];
        int[] ids = tokenizer.Encode(text).Ids;
        for (int i = 1; ; i++)
        {
            string longer = text + " " + words[i % words.Length];
            if (tokenizer.Encode(longer).Ids is var more && more.Length > tokens) return (text, ids);
            (text, ids) = (longer, more);
        }
    }
}

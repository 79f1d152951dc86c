using System.Diagnostics;
using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Decoding;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>Runs the method: one forward pass, one backward pass down to the lowest layer asked for, one product with the head.</summary>
internal sealed class ModelEngine<T>(SequenceClassifier<T> model, MaskedLanguageModel<T>? language, DevicePool<T> devices) : IEngine
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Asked once: a device may be a while at work.
    private readonly Lazy<(string Arithmetic, int Rows, bool IsCard)> device = new(() => devices.Use(one => (one.Arithmetic, one.PreferredRows, one.IsCard)));
    private readonly LmDecoder<T>? decoder = language is null ? null : new(language.Head);

    public ModelConfig Config => model.Config;
    public IReadOnlyList<string> Labels => model.Labels;
    public IReadOnlyList<string> ModelFiles => model.Files;
    public IReadOnlyList<string> HeadFiles => language?.Files ?? [];
    public OutputKind Outputs => model.Outputs;
    public int? MaskId { get; set; }
    public MeanRows Means { get; set; } = MeanRows.None;
    public int? HeadVocabulary => language?.Head.Vocabulary;
    public string Arithmetic => device.Value.Arithmetic;
    public bool IsOnCard => device.Value.IsCard;
    public int RowsAtOnce => device.Value.Rows;

    public double[][] Logits(IReadOnlyList<int[]> sequences, CancellationToken cancellation) => devices.Use(device =>
    {
        using var tape = new Tape<T>(device, cancellation);
        var batch = Batch.Of(Config, sequences);
        var pass = model.Forward(tape, batch, new Kept(Config.Layers - 1, HeadRowsOnly: true, NoAttention: true));
        var logits = tape.Fetch(pass.Logits);
        FinitePass.CheckLogits(model, tape.Device, logits, batch);
        return RowsOf(logits);
    }, cancellation);

    public IReadOnlyList<SequenceOutcome> Explain(
        IReadOnlyList<int[]> sequences, Func<double[][], int[]> choose, int[] layers, ExplainOptions options,
        Stopwatches watches, CancellationToken cancellation, IReadOnlyList<int[][]?>? words = null, VariantsTried? tried = null) => devices.Use(device =>
    {
        using var tape = new Tape<T>(device, cancellation);
        var needs = SaliencyMethods.For(options.Method).Info.Needs;
        long started = Stopwatch.GetTimestamp();
        var batch = Batch.Of(Config, sequences);
        int[] read = [.. layers.SelectMany(layer => LayerMix.Of(layer, Config.Layers, options)).Distinct().Order()];
        var (states, logits) = model.Forward(tape, batch, Demand.Kept(Config, read, needs));                // logits (B, C)
        FinitePass.CheckLogits(model, tape.Device, tape.Fetch(logits), batch);
        double[][] rows = RowsOf(tape.Fetch(logits));
        watches.Forward += Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        int[] targets = choose(rows);
        started = Stopwatch.GetTimestamp();
        Var[] wanted = [.. Demand.Wanted(states, read, needs)];
        var gradients = wanted.Length > 0 ? Backward(tape, logits, targets, options, wanted) : null;
        watches.Backward += Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        started = Stopwatch.GetTimestamp();
        var pass = new ModelPass<T>(tape, states, gradients, batch, targets);
        var outcomes = new LayerOutcomes<T>(new Scorer<T>(model, MaskId, options, cancellation, words, tried, means: Means), decoder, options, cancellation);
        LayerOutcome[][] byLayer = [.. layers.Select(layer => outcomes.At(pass, sequences, layer))];
        CheckScores(pass, byLayer, options);
        watches.Decode += Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return (IReadOnlyList<SequenceOutcome>)[.. sequences.Select((_, s) => new SequenceOutcome(
            rows[s], targets[s], [.. byLayer.Select(layer => layer[s])]))];
    }, cancellation);

    public MethodOutcome[] ExplainTogether(
        int[] sequence, int target, IReadOnlyList<MethodRequest> requests, double[]? shift, CancellationToken cancellation) => devices.Use(device =>
    {
        var outcomes = new MethodOutcome[requests.Count];
        foreach (var group in Enumerable.Range(0, requests.Count).GroupBy(i => requests[i].Options.Value))
        {
            MethodRequest[] together = [.. group.Select(i => requests[i])];
            foreach (var (i, outcome) in group.Zip(new SharedPass<T>(model, decoder, MaskId, Means, device, cancellation).Of(sequence, target, together, shift)))
                outcomes[i] = outcome;
        }
        return outcomes;
    }, cancellation);

    public double[][] RowSums(int[] sequence, CancellationToken cancellation) => devices.Use(device =>
    {
        using var tape = new Tape<T>(device, cancellation);
        var states = model.Encoder.Run(tape, Batch.Of(Config, sequence), new Kept(NoAttention: true));
        return (double[][])[.. states.Hidden.Select(tape.Fetch).Select(rows =>
        {
            var sums = new double[rows.Shape.Width];                                                    // (K)
            for (int n = 0; n < rows.Shape.Rows; n++)
                for (int k = 0; k < sums.Length; k++) sums[k] += double.CreateTruncating(rows.Row(n)[k]);
            return sums;
        })];
    }, cancellation);

    public ITextProbe Text(int[] sequence, int target, CancellationToken cancellation) =>
        new PooledTextProbe<T>(model, devices, sequence, MaskId, target, cancellation);

    public TOut Probe<TOut>(
        int[] sequence, int layer, int target, ExplainedValue value, Func<IGradientProbe, TOut> ask, CancellationToken cancellation) =>
        devices.Use(device => ask(new GradientProbe<T>(model, device, sequence, MaskId, layer, target, value, cancellation)), cancellation);

    public void Dispose()
    {
        devices.Dispose();
        language?.Dispose();
        model.Dispose();
    }

    private Gradients<T> Backward(Tape<T> tape, Var logits, int[] targets, ExplainOptions options, Var[] wanted)
    {
        var explained = ExplainedOutput<T>.Of(tape, logits, targets, options.Value, model.Outputs);
        return tape.Backward(explained.Output, explained.Seed, wanted);
    }

    private void CheckScores(ModelPass<T> pass, LayerOutcome[][] byLayer, ExplainOptions options)
    {
        foreach (var layer in byLayer)
            for (int s = 0; s < layer.Length; s++)
                if (!layer[s].IsFinite)
                    throw layer[s].Positions.All(double.IsFinite) && layer[s].Coherence is { IsFinite: false }
                        ? FinitePass.OfHead(language!.Head, pass.Tape.Device,
                            pass.Hidden(layer[s].Layer).Rows(pass.Batch.Bounds[s], pass.States.Layout.Length(s)), layer[s].Layer)
                        : FinitePass.OfScores(model, pass.Tape.Device, pass.Batch.Alone(s), Explained(pass.Targets[s], options), layer[s].Layer);
    }

    private Func<Tape<T>, Var, (Var, Tensor<T>)> Explained(int target, ExplainOptions options) => (tape, logits) =>
    {
        var explained = ExplainedOutput<T>.Of(tape, logits, [target], options.Value, model.Outputs);
        return (explained.Output, explained.Seed);
    };

    private static double[][] RowsOf(Tensor<T> matrix) =>
        [.. Enumerable.Range(0, matrix.Shape.Rows).Select(n => Array.ConvertAll(matrix.Row(n).ToArray(), double.CreateTruncating))];
}

using System.Diagnostics;
using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Decoding;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency;

/// <summary>Saliency of one sequence at one layer, with S over the whole vocabulary where it was decoded.</summary>
internal sealed record LayerOutcome(
    int Layer, double[] TokenScores, double[] Positions, double NegativeShare, Silence Silence, VocabularySaliency? Vocabulary,
    LayerCoherence? Coherence, Completeness? Completeness)
{
    /// <summary>Whether all numbers are; a row of the vocabulary that is not shows in the coherence.</summary>
    public bool IsFinite => Positions.All(double.IsFinite) && TokenScores.All(double.IsFinite) && Coherence is null or { IsFinite: true }
        && Completeness is null or { IsFinite: true };
}

/// <summary>Saliency of one sequence.</summary>
internal sealed record SequenceOutcome(double[] Logits, int Target, IReadOnlyList<LayerOutcome> Layers);

/// <summary>Milliseconds of a batch.</summary>
internal sealed class Stopwatches
{
    public double Forward, Backward, Decode;
}

/// <summary>A model with its head behind one number type.</summary>
internal interface IEngine : IDisposable
{
    ModelConfig Config { get; }
    IReadOnlyList<string> Labels { get; }
    IReadOnlyList<string> ModelFiles { get; }
    IReadOnlyList<string> HeadFiles { get; }
    int? HeadVocabulary { get; }

    /// <summary>What the outputs mean.</summary>
    OutputKind Outputs { get; }

    /// <summary>What is computed in.</summary>
    string Arithmetic { get; }

    /// <summary>Most rows of a pass that several texts share.</summary>
    int RowsAtOnce { get; }

    /// <summary>Logits of whole sequences.</summary>
    double[][] Logits(IReadOnlyList<int[]> sequences, CancellationToken cancellation);

    /// <summary>Saliency of whole sequences; <paramref name="choose"/> names the class of each, given all logits.</summary>
    IReadOnlyList<SequenceOutcome> Explain(
        IReadOnlyList<int[]> sequences, Func<double[][], int[]> choose, int[] layers, ExplainOptions options,
        Stopwatches watches, CancellationToken cancellation);
}

/// <summary>Runs the method: one forward pass, one backward pass down to the lowest layer asked for, one product with the head.</summary>
internal sealed class Engine<T>(SequenceClassifier<T> model, MaskedLanguageModel<T>? language, DevicePool<T> devices) : IEngine
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Asked once: a device may be a while at work.
    private readonly Lazy<(string Arithmetic, int Rows)> device = new(() => devices.Use(one => (one.Arithmetic, one.PreferredRows)));
    private readonly LmDecoder<T>? decoder = language is null ? null : new(language.Head);

    public ModelConfig Config => model.Config;
    public IReadOnlyList<string> Labels => model.Labels;
    public IReadOnlyList<string> ModelFiles => model.Files;
    public IReadOnlyList<string> HeadFiles => language?.Files ?? [];
    public OutputKind Outputs => model.Outputs;
    public int? HeadVocabulary => language?.Head.Vocabulary;
    public string Arithmetic => device.Value.Arithmetic;
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
        Stopwatches watches, CancellationToken cancellation) => devices.Use(device =>
    {
        using var tape = new Tape<T>(device, cancellation);
        long started = Stopwatch.GetTimestamp();
        var batch = Batch.Of(Config, sequences);
        var (states, logits) = model.Forward(tape, batch, Needed(layers, options));                     // logits (B, C)
        FinitePass.CheckLogits(model, tape.Device, tape.Fetch(logits), batch);
        double[][] rows = RowsOf(tape.Fetch(logits));
        watches.Forward += Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        int[] targets = choose(rows);
        started = Stopwatch.GetTimestamp();
        var explained = ExplainedOutput<T>.Of(tape, logits, targets, options.Value, model.Outputs);
        var gradients = tape.Backward(explained.Output, explained.Seed, [.. layers.Select(states.At)]);
        watches.Backward += Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        started = Stopwatch.GetTimestamp();
        LayerOutcome[][] byLayer = [.. layers.Select(layer => Outcomes(
            tape, Views(tape, states, gradients, batch, layer, targets, options, cancellation), tape[states.At(layer)],
            sequences, options, cancellation))];
        CheckScores(tape, states, batch, byLayer, targets, options);
        SequenceOutcome[] outcomes = [.. sequences.Select((_, s) => new SequenceOutcome(
            rows[s], targets[s], [.. byLayer.Select(layer => layer[s])]))];
        watches.Decode += Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return outcomes;
    }, cancellation);

    // Rollout multiplies the attention of all blocks below.
    private Kept Needed(int[] layers, ExplainOptions options) => new(
        options.Aggregation == Aggregation.AttentionRollout ? 0 : layers.Min(), HeadRowsOnly: !layers.Contains(Config.Layers),
        NoAttention: options.Aggregation != Aggregation.AttentionRollout);

    private LayerView<T>[] Views(
        Tape<T> tape, EncoderStates states, Gradients<T> gradients, Batch batch, int layer, int[] targets,
        ExplainOptions options, CancellationToken cancellation)
    {
        var paths = new PathIntegrals<T>(model, tape.Device, cancellation);
        Tensor<T> all = tape.Fetch(states.At(layer)), gradient = gradients.Fetch(states.At(layer));
        LayerView<T> Of(int s)
        {
            var hidden = all.Rows(batch.Bounds[s], states.Layout.Length(s));
            return LayerView<T>.Of(tape, states, all, gradient, s, layer, (baseline, steps) =>
                paths.To(hidden, batch.Alone(s), layer, targets[s], options.Value, baseline, steps));
        }
        return [.. Enumerable.Range(0, batch.Sequences).Select(Of)];
    }

    // All texts of a layer are decoded together: the head's weights are read once.
    private LayerOutcome[] Outcomes(
        Tape<T> tape, LayerView<T>[] views, Tensor<T> hidden, IReadOnlyList<int[]> texts, ExplainOptions options,
        CancellationToken cancellation)
    {
        var method = SaliencyMethods.For(options.Aggregation);
        PositionScores[] scored = [.. views.Select(view => method.Score(view, options))];
        if (!options.Decode || decoder is null)
            return [.. views.Select((view, s) => Plain(view, scored[s], options))];
        var own = decoder.Decode(tape.Device, hidden, texts, options, cancellation);
        bool weighFirst = options.Order == DecodeOrder.WeighThenDecode;
        var rows = weighFirst ? decoder.Decode(tape.Device, Weighed(hidden.Shape, scored), texts, options, cancellation) : own;
        return [.. views.Select((view, s) =>
        {
            var plain = Plain(view, scored[s], options);
            double[] weights = weighFirst ? [.. plain.Positions.Select(_ => 1.0)] : plain.Positions;
            var vocabulary = new VocabularySaliency(rows[s], weights, HeadVocabulary!.Value);
            return plain with
            {
                TokenScores = vocabulary.TokenScores(texts[s], options.Duplicates),
                Vocabulary = vocabulary,
                Coherence = Coherence(own[s], texts[s]),
            };
        })];
    }

    private static LayerOutcome Plain(LayerView<T> view, PositionScores scored, ExplainOptions options)
    {
        double[] positions = [.. scored.Scores.Select(s => Rectified(s, options.Rectify))];
        return new(view.Layer, positions, positions, NegativeShare(scored.Scores.AsSpan()[1..^1]),
            Silences.Of(scored.Scores, positions, view.Gradient), null, null, scored.Completeness);
    }

    private void CheckScores(
        Tape<T> tape, EncoderStates states, Batch batch, LayerOutcome[][] byLayer, int[] targets, ExplainOptions options)
    {
        foreach (var layer in byLayer)
            for (int s = 0; s < layer.Length; s++)
                if (!layer[s].IsFinite)
                    throw layer[s].Positions.All(double.IsFinite) && layer[s].Coherence is { IsFinite: false }
                        ? FinitePass.OfHead(language!.Head, tape.Device, tape[states.At(layer[s].Layer)].Rows(batch.Bounds[s], states.Layout.Length(s)), layer[s].Layer)
                        : FinitePass.OfScores(model, tape.Device, batch.Alone(s), Explained(targets[s], options), layer[s].Layer);
    }

    private Func<Tape<T>, Var, (Var, Tensor<T>)> Explained(int target, ExplainOptions options) => (tape, logits) =>
    {
        var explained = ExplainedOutput<T>.Of(tape, logits, [target], options.Value, model.Outputs);
        return (explained.Output, explained.Seed);
    };

    private static Tensor<T> Weighed(Shape hidden, PositionScores[] scored) => Tensor<T>.From(
        hidden, [.. scored.SelectMany(text => text.Contributions!).Select(T.CreateTruncating)]);

    // How much of Σ|s| over the text's own tokens a ReLU takes away.
    private static double NegativeShare(ReadOnlySpan<double> scores)
    {
        var (negative, all) = (0.0, 0.0);
        foreach (double s in scores) (negative, all) = (negative + Math.Max(-s, 0), all + Math.Abs(s));
        return all == 0 ? 0 : negative / all;
    }

    private static double Rectified(double score, Rectify rectify) => rectify switch
    {
        Rectify.Relu => double.IsFinite(score) ? Math.Max(score, 0) : score, // what overflowed is told, not cut off
        Rectify.Abs => Math.Abs(score),
        _ => score,
    };

    private static LayerCoherence Coherence(DecodedRow[] rows, int[] ids) => new(
        rows.Where((row, n) => row.Ids.Contains(ids[n])).Count() / (double)rows.Length,
        rows.Average(row => row.InputMass),
        rows.Average(row => -row.OwnLogProbability));

    private static double[][] RowsOf(Tensor<T> matrix) =>
        [.. Enumerable.Range(0, matrix.Shape.Rows).Select(n => Array.ConvertAll(matrix.Row(n).ToArray(), double.CreateTruncating))];

    public void Dispose()
    {
        devices.Dispose();
        language?.Dispose();
        model.Dispose();
    }
}

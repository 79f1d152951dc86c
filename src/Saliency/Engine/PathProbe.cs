using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>The blocks above a layer as a function of its hidden state; several points share a pass.</summary>
internal sealed class PathProbe<T>(
    SequenceClassifier<T> model, Device<T> device, Batch sequence, int? mask, Tensor<T> hidden, int layer, int target, ExplainedValue value,
    CancellationToken cancellation, VariantsTried? tried = null, PassMeter? passes = null) : IPathProbe<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public int Layer => layer;

    public Tensor<T> Hidden => hidden;

    public T[] BaselineOf(Baseline baseline)
    {
        if (baseline == Baseline.Zero) return new T[hidden.Count];
        var config = model.Config;
        int filler = baseline == Baseline.Pad ? config.PadId : mask ?? throw MissingMask.In(config);
        int[] ids = [.. sequence.Ids.Select(id => id == config.BeginId || id == config.EndId ? id : filler)];
        using var tape = new Tape<T>(device, cancellation);
        passes?.Count(1, layer, config.Layers);
        // Positions stay those of the text: the baseline differs in words, not in length.
        var states = model.Encoder.Run(tape, sequence with { Ids = ids }, new Kept(layer, NoAttention: true));
        return tape.Fetch(states.At(layer)).ToArray();
    }

    public void Gradients(int count, PointWriter<T> write, GradientReader<T> read)
    {
        foreach (var (first, points) in Shared(count))
        {
            using var tape = new Tape<T>(device, cancellation);
            var at = tape.Leaf(Points(first, points, write));                                           // (PN, K)
            var explained = ExplainedOutput<T>.Of(
                tape, Logits(tape, at, points), [.. Enumerable.Repeat(target, points)], value, model.Outputs);
            var gradient = tape.Backward(explained.Output, explained.Seed, at).Fetch(at).Span;
            Count(points, back: true);
            for (int p = 0; p < points; p++) read(first + p, gradient.Slice(p * hidden.Count, hidden.Count));
            tried?.Invoke(first + points, count);
        }
    }

    public void Propagate(int count, int together, Func<int, IBackwardRules<T>> rules, PointWriter<T> write, GradientReader<T> read)
    {
        foreach (var (first, points) in Shared(count, together))
        {
            using var tape = new Tape<T>(device, cancellation);
            var at = tape.Leaf(Points(first, points, write));                                           // (PN, K)
            // Rules need the attention probabilities as a value of their own.
            var explained = ExplainedOutput<T>.Of(tape, Logits(tape, at, points, withAttention: true),
                [.. Enumerable.Repeat(target, points)], ExplainedValue.Logit, model.Outputs);
            var found = tape.Backward(explained.Output, explained.Seed, rules(points), at).Fetch(at).Span;
            Count(points, back: true);
            for (int p = 0; p < points; p++) read(first + p, found.Slice(p * hidden.Count, hidden.Count));
        }
    }

    public double[] Values(int count, PointWriter<T> write)
    {
        var values = new double[count];
        foreach (var (first, points) in Shared(count))
        {
            using var tape = new Tape<T>(device, cancellation);
            var logits = tape.Fetch(Logits(tape, tape.Leaf(Points(first, points, write)), points));
            Count(points, back: false);
            for (int p = 0; p < points; p++) values[first + p] = ExplainedOutput<T>.ValueOf(logits.Row(p), target, value, model.Outputs);
        }
        return values;
    }

    private void Count(int points, bool back) => passes?.Count(points, model.Config.Layers - layer, model.Config.Layers, back);

    private IEnumerable<(int First, int Count)> Shared(int count, int together = 1)
    {
        int atOnce = together * Math.Clamp(device.PreferredRows / (together * sequence.Ids.Length), 1, count / together);
        for (int first = 0; first < count; first += atOnce) yield return (first, Math.Min(atOnce, count - first));
    }

    private Tensor<T> Points(int first, int count, PointWriter<T> write)
    {
        var points = Tensor<T>.New(new Shape(count * hidden.Shape[0], hidden.Shape[1]), constant: false, zeroed: false);
        for (int p = 0; p < count; p++) write(first + p, points.Span.Slice(p * hidden.Count, hidden.Count));
        return points;
    }

    private Var Logits(Tape<T> tape, Var points, int count, bool withAttention = false)
    {
        int[] bounds = [.. Enumerable.Range(0, count + 1).Select(i => i * hidden.Shape[0])];
        var layout = new AttentionLayout(bounds, model.Config.Heads);
        return model.ForwardFrom(tape, layout, points, new Kept(layer, HeadRowsOnly: true, NoAttention: !withAttention)).Logits;
    }
}

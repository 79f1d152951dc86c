using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency;

/// <summary>Gradients along the straight path from a baseline to a layer's hidden state, several points in one batch.</summary>
internal sealed class PathIntegrals<T>(SequenceClassifier<T> model, Device<T> device, CancellationToken cancellation)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The path to <paramref name="hidden"/>, h_layer of one sequence, by the midpoint rule.</summary>
    public PathIntegral To(
        Tensor<T> hidden, Batch sequence, int layer, int target, ExplainedValue value, Baseline baseline, int steps)
    {
        T[] end = hidden.ToArray(), start = Start(hidden, sequence, layer, baseline);                   // (N, K)
        var sum = new double[end.Length];
        int atOnce = Math.Clamp(device.PreferredRows / sequence.Ids.Length, 1, steps);
        for (int first = 0; first < steps; first += atOnce)
        {
            double[] alphas = [.. Enumerable.Range(first, Math.Min(atOnce, steps - first)).Select(i => (i + 0.5) / steps)];
            AddGradients(start, end, alphas, hidden.Shape, layer, target, value, sum);
        }
        for (int i = 0; i < sum.Length; i++) sum[i] /= steps;
        double[] values = Values(start, end, hidden.Shape, layer, target, value);
        return new(sum, Array.ConvertAll(start, double.CreateTruncating), values[1] - values[0]);
    }

    private T[] Start(Tensor<T> hidden, Batch sequence, int layer, Baseline baseline)
    {
        if (baseline == Baseline.Zero) return new T[hidden.Count];
        var config = model.Config;
        int[] ids = [.. sequence.Ids.Select(id => id == config.BeginId || id == config.EndId ? id : config.PadId)];
        using var tape = new Tape<T>(device, cancellation);
        // Positions stay those of the text: the baseline differs in words, not in length.
        var states = model.Encoder.Run(tape, sequence with { Ids = ids }, new Kept(layer, NoAttention: true));
        return tape.Fetch(states.At(layer)).ToArray();
    }

    private void AddGradients(
        T[] start, T[] end, double[] alphas, Shape shape, int layer, int target, ExplainedValue value, double[] sum)
    {
        using var tape = new Tape<T>(device, cancellation);
        var points = tape.Leaf(Points(start, end, alphas, shape));                                // (AN, K)
        var logits = Logits(tape, points, shape, alphas.Length, layer);
        var explained = ExplainedOutput<T>.Of(tape, logits, [.. Enumerable.Repeat(target, alphas.Length)], value, model.Outputs);
        var gradient = tape.Backward(explained.Output, explained.Seed, points).Fetch(points).Span;
        for (int a = 0; a < alphas.Length; a++)
            for (int i = 0; i < sum.Length; i++) sum[i] += double.CreateTruncating(gradient[a * sum.Length + i]);
    }

    private double[] Values(T[] start, T[] end, Shape shape, int layer, int target, ExplainedValue value)
    {
        using var tape = new Tape<T>(device, cancellation);
        var logits = tape.Fetch(Logits(tape, tape.Leaf(Points(start, end, [0, 1], shape)), shape, 2, layer));
        return [.. Enumerable.Range(0, 2).Select(i => ExplainedOutput<T>.ValueOf(logits.Row(i), target, value, model.Outputs))];
    }

    private Var Logits(Tape<T> tape, Var points, Shape shape, int sequences, int layer)
    {
        int[] bounds = [.. Enumerable.Range(0, sequences + 1).Select(i => i * shape[0])];
        var layout = new AttentionLayout(bounds, model.Config.Heads);
        return model.ForwardFrom(tape, layout, points, new Kept(layer, HeadRowsOnly: true, NoAttention: true)).Logits;
    }

    private static Tensor<T> Points(T[] start, T[] end, double[] alphas, Shape shape)
    {
        var points = Tensor<T>.New(new Shape(alphas.Length * shape[0], shape[1]), constant: false, zeroed: false);
        for (int a = 0; a < alphas.Length; a++)
        {
            T alpha = T.CreateTruncating(alphas[a]);
            var to = points.Span.Slice(a * end.Length, end.Length);
            // At α = 1 the point is the end to the bit: start + (end − start) need not be.
            if (alphas[a] == 1) end.CopyTo(to);
            else
                for (int i = 0; i < end.Length; i++) to[i] = start[i] + alpha * (end[i] - start[i]);
        }
        return points;
    }
}

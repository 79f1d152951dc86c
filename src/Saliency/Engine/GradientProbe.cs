using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>One layer of one text, its gradient, and the explained value near it and for variants of the text; in double whatever it computes in.</summary>
internal interface IGradientProbe
{
    /// <summary>h_l and G_l (N, K), row-major, and the explained class's logit.</summary>
    (double[] Hidden, double[] Gradient, double Logit) At();

    /// <summary>The explained value at points (N, K) of the layer.</summary>
    double[] Values(IReadOnlyList<double[]> points);

    /// <summary>The explained value of variants, and what they are made of.</summary>
    ITextProbe Text(ExplainedValue value);
}

/// <summary>The same of one model on a device.</summary>
internal sealed class GradientProbe<T>(
    SequenceClassifier<T> model, Device<T> device, int[] ids, int? mask, int layer, int target, ExplainedValue value, CancellationToken cancellation)
    : IGradientProbe where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Batch batch = Batch.Of(model.Config, ids);

    public (double[] Hidden, double[] Gradient, double Logit) At()
    {
        using var tape = new Tape<T>(device, cancellation);
        var (states, logits) = model.Forward(tape, batch, new Kept(layer, HeadRowsOnly: layer < model.Config.Layers, NoAttention: true));
        FinitePass.CheckLogits(model, device, tape.Fetch(logits), batch);
        var explained = ExplainedOutput<T>.Of(tape, logits, [target], value, model.Outputs);
        var at = states.At(layer);
        var gradient = tape.Backward(explained.Output, explained.Seed, at).Fetch(at);
        return (Wide(tape.Fetch(at)), Wide(gradient), double.CreateTruncating(tape.Fetch(logits).Row(0)[target]));
    }

    public double[] Values(IReadOnlyList<double[]> points)
    {
        // Of the layer's own state the probe only needs the shape: every point is given.
        var hidden = Tensor<T>.Zeros(new(ids.Length, model.Config.Hidden));
        return new PathProbe<T>(model, device, batch, mask, hidden, layer, target, value, cancellation).Values(points.Count, (i, point) =>
        {
            for (int k = 0; k < point.Length; k++) point[k] = T.CreateTruncating(points[i][k]);
        });
    }

    public ITextProbe Text(ExplainedValue shown) => new TextProbe<T>(model, device, batch, mask, target, shown, cancellation);

    private static double[] Wide(Tensor<T> tensor) => Array.ConvertAll(tensor.ToArray(), double.CreateTruncating);
}

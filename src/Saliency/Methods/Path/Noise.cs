using System.Numerics;
using PureSaliency.Saliency.Options;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>Gradients at points around a layer's hidden state: h + e_s with e_s normal, its deviation a share of max h − min h.</summary>
public static class Noise
{
    /// <summary>The share in per cent.</summary>
    public static OptionInfo<int> Size { get; } = MethodOption.Whole(
        "noise", "Deviation of the noise, in per cent of the largest less the smallest value of the layer", 10, least: 0);

    /// <summary>e_s (N, K), as the options draw it.</summary>
    internal static PointWriter<T> Drawn<T>(Tensor<T> hidden, ExplainOptions options) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (T h in hidden.Span) (least, most) = (Math.Min(least, double.CreateTruncating(h)), Math.Max(most, double.CreateTruncating(h)));
        double deviation = options.Get(Size) / 100.0 * (most - least);
        return (sample, noise) =>
        {
            ulong key = Sampling.Key(options, sample);
            for (int i = 0; i < noise.Length; i++) noise[i] = T.CreateTruncating(deviation * CounterRandom.Normal(key, (uint)i));
        };
    }

    /// <summary>Σ over samples of a function of the gradient at h + e_s, over their number, (N, K).</summary>
    internal static double[] Mean<T>(IPathProbe<T> probe, int samples, PointWriter<T> noise, Func<double, double> function)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] hidden = probe.Hidden.ToArray();                                                            // (N, K)
        var mean = new double[hidden.Length];
        probe.Gradients(samples, (sample, point) =>
        {
            noise(sample, point);
            for (int i = 0; i < hidden.Length; i++) point[i] += hidden[i];
        }, (_, gradient) =>
        {
            for (int i = 0; i < mean.Length; i++) mean[i] += function(double.CreateTruncating(gradient[i]));
        });
        for (int i = 0; i < mean.Length; i++) mean[i] /= samples;
        return mean;
    }
}

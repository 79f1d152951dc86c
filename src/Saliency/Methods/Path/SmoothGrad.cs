using System.Numerics;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// s_n = ‖g_n‖₂, ‖g_n‖₁ or Σ_k g_nk h_nk, g the mean over samples of the gradient at h + e_s, e_s normal noise (Smilkov et al. 2017).
/// </summary>
public sealed class SmoothGrad : IPathMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "smooth-grad";

    /// <summary>How the mean gradient becomes a score.</summary>
    public static OptionInfo<GradientReading> Reading { get; } = MethodOption.Choice(
        "reading", "How smooth-grad's mean gradient becomes a score", GradientReading.L2);

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, "size of the mean gradient at noisy points around h", Needs.Gradient, "samples × (F, B)", "Smilkov et al. 2017")
    {
        Options = [Reading, Noise.Size, Sampling.Samples, Sampling.Seed],
    };

    /// <inheritdoc/>
    public PositionScores Score<T>(IPathProbe<T> probe, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentNullException.ThrowIfNull(options);
        return Of(probe, options.Get(Sampling.Samples), Noise.Drawn(probe.Hidden, options), options.Get(Reading));
    }

    /// <summary>The same with given noise.</summary>
    internal static PositionScores Of<T>(IPathProbe<T> probe, int samples, PointWriter<T> noise, GradientReading reading)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] mean = Noise.Mean(probe, samples, noise, g => g);                                      // (N, K)
        if (reading == GradientReading.XInput)
            return PositionScores.RowSums([.. mean.Select((g, i) => g * double.CreateTruncating(probe.Hidden.Span[i]))], probe.Hidden.Shape[0]);
        var norm = reading == GradientReading.L1 ? Norm.L1 : Norm.L2;
        return new([.. mean.Chunk(probe.Hidden.Shape[1]).Select(row => norm.Of(row))]);
    }
}

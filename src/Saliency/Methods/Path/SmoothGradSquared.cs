using System.Numerics;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// s_n = Σ_k of the mean over samples of g², g the gradient at h + e_s, e_s normal noise, or the root of that: SmoothGrad² (Hooker et al. 2019), in
/// which gradients that change their sign do not cancel.
/// </summary>
public sealed class SmoothGradSquared : IPathMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "smooth-grad-squared";

    /// <summary>Sum of the mean squares, or its root.</summary>
    public static OptionInfo<SquareReading> Reading { get; } = MethodOption.Choice(
        "square-reading", "How smooth-grad-squared's mean squares become a score", SquareReading.Sum);

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, "mean squared gradient at noisy points around h", Needs.Gradient, "samples × (F, B)", "Hooker et al. 2019")
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
    internal static PositionScores Of<T>(IPathProbe<T> probe, int samples, PointWriter<T> noise, SquareReading reading)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] mean = Noise.Mean(probe, samples, noise, g => g * g);                                  // (N, K)
        return new([.. mean.Chunk(probe.Hidden.Shape[1]).Select(row => reading == SquareReading.Root ? Math.Sqrt(row.Sum()) : row.Sum())]);
    }
}

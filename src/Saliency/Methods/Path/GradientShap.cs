using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// s_n = the mean over samples of Σ_k (h − b)_nk ∂f/∂h_nk at b + a (h − b), a drawn evenly from 0 to 1 for the whole sample: GradientSHAP (Lundberg
/// and Lee 2017; Erion et al. 2021). With one baseline, as here and in Thermostat, it estimates integrated gradients by drawing where those go step
/// by step; drawn noise on top would only blur the baseline that the options name.
/// </summary>
public sealed class GradientShap : IPathMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "gradient-shap";

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, "Σ_k (h − b)_nk · gradient at drawn points of the path from b", Needs.Gradient, "samples × (F, B)", "Lundberg and Lee 2017")
    {
        IsSumOverFeatures = true,
        Options = [IntegratedGradients.Baseline, Sampling.Samples, Sampling.Seed],
    };

    /// <inheritdoc/>
    public PositionScores Score<T>(IPathProbe<T> probe, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentNullException.ThrowIfNull(options);
        T[] baseline = probe.BaselineOf(options.Get(IntegratedGradients.Baseline));                     // (N, K)
        double[] alphas = [.. Enumerable.Range(0, options.Get(Sampling.Samples)).Select(sample => CounterRandom.Unit(Sampling.Key(options, sample), 0))];
        return Of(probe, alphas, (_, point) => baseline.CopyTo(point));
    }

    /// <summary>The same with given a_s and b_s.</summary>
    internal static PositionScores Of<T>(IPathProbe<T> probe, double[] alphas, PointWriter<T> baseline)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] hidden = probe.Hidden.ToArray(), start = new T[hidden.Length];                              // (N, K)
        var contributions = new double[hidden.Length];
        probe.Gradients(alphas.Length, (sample, point) =>
        {
            baseline(sample, point);
            T alpha = T.CreateTruncating(alphas[sample]);
            for (int i = 0; i < point.Length; i++) point[i] += alpha * (hidden[i] - point[i]);
        }, (sample, gradient) =>
        {
            baseline(sample, start);
            for (int i = 0; i < contributions.Length; i++)
                contributions[i] += (double.CreateTruncating(hidden[i]) - double.CreateTruncating(start[i]))
                    * double.CreateTruncating(gradient[i]) / alphas.Length;
        });
        return PositionScores.RowSums(contributions, probe.Hidden.Shape[0]);
    }
}

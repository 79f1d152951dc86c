using System.Numerics;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// c_nk = (h − b)_nk · ∫₀¹ ∂f/∂h_nk (b + α(h − b)) dα by the midpoint rule, s_n = Σ_k c_nk (Sundararajan et al. 2017),
/// with the layer's hidden state as input. Complete: Σ_n s_n tends to f(h) − f(b).
/// </summary>
public sealed class IntegratedGradients : IPathMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "integrated-gradients";

    /// <summary>Where the path starts.</summary>
    public static OptionInfo<Baseline> Baseline { get; } = MethodOption.Choice("baseline", "What stands for an uninformative text: where paths start and contributions are 0", Methods.Baseline.Zero);

    /// <summary>Points of the midpoint rule.</summary>
    public static OptionInfo<int> Steps { get; } = MethodOption.Whole("steps", "Steps of integrated gradients", 50, least: 1);

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, "Σ_k (h − b)_nk · mean gradient along the straight path from b", Needs.Gradient, "steps × (F, B)", "Sundararajan et al. 2017")
    {
        IsSumOverFeatures = true,
        Options = [Baseline, Steps],
    };

    /// <inheritdoc/>
    public PositionScores Score<T>(IPathProbe<T> probe, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int steps = options.Get(Steps);
        T[] end = probe.Hidden.ToArray(), start = probe.BaselineOf(options.Get(Baseline));              // (N, K)
        var mean = new double[end.Length];
        probe.Gradients(steps, (i, point) => Between(start, end, (i + 0.5) / steps, point), (_, gradient) =>
        {
            for (int i = 0; i < mean.Length; i++) mean[i] += double.CreateTruncating(gradient[i]);
        });
        for (int i = 0; i < mean.Length; i++) mean[i] /= steps;
        double[] values = probe.Values(2, (i, point) => (i == 0 ? start : end).CopyTo(point));
        var contributions = new double[end.Length];                                                     // (N, K)
        for (int i = 0; i < contributions.Length; i++)
            contributions[i] = (double.CreateTruncating(end[i]) - double.CreateTruncating(start[i])) * mean[i];
        var scores = PositionScores.RowSums(contributions, probe.Hidden.Shape[0]);
        return scores with { Completeness = new Completeness(scores.Scores.Sum(), values[1] - values[0]) };
    }

    private static void Between<T>(T[] start, T[] end, double along, Span<T> point) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T alpha = T.CreateTruncating(along);
        for (int i = 0; i < point.Length; i++) point[i] = start[i] + alpha * (end[i] - start[i]);
    }
}

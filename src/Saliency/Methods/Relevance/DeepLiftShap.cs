using System.Numerics;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// s_n = the mean of DeepLIFT's scores over several baselines (Lundberg and Lee 2017), whose multipliers approximate SHAP values: here rows of zeros
/// and the text of &lt;pad&gt;. Thermostat (Feldhus et al. 2021) takes two as well, texts of the id 0 and of &lt;pad&gt;. Complete:
/// Σ_n s_n = f(h) − the mean of f over the baselines.
/// </summary>
public sealed class DeepLiftShap : IPathMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "deep-lift-shap";

    private static readonly Baseline[] Baselines = [Baseline.Zero, Baseline.Pad];

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, "the mean of deep-lift over the baselines zero and pad", Needs.None, "5 F, 3 B (rules on the host)", "Lundberg and Lee 2017")
    {
        IsSumOverFeatures = true,
        IsOfLogit = true,
        HasRulesOnHost = true,
        Baselines = Baselines,
    };

    /// <inheritdoc/>
    public PositionScores Score<T>(IPathProbe<T> probe, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(probe);
        T[][] baselines = [.. Baselines.Select(probe.BaselineOf)];                                      // each (N, K)
        return DeepLift.Mean(probe, baselines.Length, (i, point) => baselines[i].CopyTo(point));
    }
}

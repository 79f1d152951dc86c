using System.Numerics;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// c_nk = (h − b)_nk · ∫₀¹ ∂f/∂h_nk (b + α(h − b)) dα by the midpoint rule, s_n = Σ_k c_nk (Sundararajan et al. 2017),
/// with the layer's hidden state as input. Complete: Σ_n s_n tends to f(h) − f(b).
/// </summary>
public sealed class IntegratedGradients : ISaliencyMethod
{
    /// <inheritdoc/>
    public Aggregation Aggregation => Aggregation.IntegratedGradients;

    /// <inheritdoc/>
    public bool IsSumOverFeatures => true;

    /// <inheritdoc/>
    public PositionScores Score<T>(LayerView<T> view, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var path = view.Path(options.Baseline, options.Steps);
        var contributions = new double[view.Hidden.Count];                                              // (N, K)
        for (int i = 0; i < contributions.Length; i++)
            contributions[i] = (double.CreateTruncating(view.Hidden.Span[i]) - path.Baseline[i]) * path.MeanGradient[i];
        var scores = PositionScores.RowSums(contributions, view.Positions);
        return scores with { Completeness = new Completeness(scores.Scores.Sum(), path.Difference) };
    }
}

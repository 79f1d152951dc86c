using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// R = identity, then R ← R + Ā_b R block by block with Ā_b the mean over heads of max(0, P_b ∘ ∂f/∂P_b), and s_n = R at (&lt;s&gt;, n): the relevance of
/// Chefer, Gur and Wolf (2021) for self-attention. The identity's 1 at &lt;s&gt; stays.
/// </summary>
public sealed class GradientRollout : IPassMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "gradient-rollout";

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, "what reaches <s> from n through attention weighed by its gradient, in the blocks below the layer",
        Needs.Attention | Needs.AttentionGradient, "1 F, 1 B", "Chefer et al. 2021")
    {
        IsAboutDepth = true,
    };

    /// <inheritdoc/>
    public PositionScores Score<T>(PassView<T> view, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(view);
        double[] relevance = Rollout.Identity(view.Positions);
        foreach (var (attention, gradient) in view.Attention.Zip(view.AttentionGradients)) relevance = Next(attention, gradient, relevance);
        return new(relevance[..view.Positions]);
    }

    private static double[] Next<T>(Tensor<T> attention, Tensor<T> gradient, double[] below)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (heads, n) = (attention.Shape[0], attention.Shape[1]);
        var weights = new double[n * n];                                                                // Ā (N, N)
        for (int i = 0; i < attention.Count; i++)
            weights[i % (n * n)] += Math.Max(0, double.CreateTruncating(attention.Span[i]) * double.CreateTruncating(gradient.Span[i])) / heads;
        return Rollout.AddProduct(weights, below, n, [.. below]);
    }
}

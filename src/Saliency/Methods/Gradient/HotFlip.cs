using System.Numerics;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// s_n = Σ_k g_nk (E[t_n] − E[r])_k, g the gradient at the word embedding of position n and r the token that would take its place: the first-order
/// estimate of f(x) − f(x with n replaced), HotFlip (Ebrahimi et al. 2018). Special tokens have a score as well.
/// </summary>
public sealed class HotFlip : IEmbeddingMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "hot-flip";

    /// <summary>The token that would take the place of another.</summary>
    public static OptionInfo<FlipToken> To { get; } = MethodOption.Choice("flip-to", "The token that hot-flip puts in the place of each", FlipToken.Mask);

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, "Σ_k g_nk (E[t_n] − E[mask])_k, g the gradient at the word embedding", Needs.Gradient, "2 F, 2 B", "Ebrahimi et al. 2018")
    {
        IsSumOverFeatures = true,
        IsAboutText = true,
        Options = [To],
    };

    /// <inheritdoc/>
    public PositionScores Score<T>(EmbeddingView<T> view, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(options);
        int width = view.Gradient.Shape[1];
        var other = view.Words.Row(view.Token(options.Get(To) == FlipToken.Pad ? Replacement.Pad : Replacement.Mask));
        var contributions = new double[view.Gradient.Count];                                            // (N, K)
        for (int n = 0; n < view.Ids.Count; n++)
        {
            Span<T> own = view.Words.Row(view.Ids[n]), gradient = view.Gradient.Row(n);
            for (int k = 0; k < width; k++)
                contributions[n * width + k] = double.CreateTruncating(gradient[k])
                    * (double.CreateTruncating(own[k]) - double.CreateTruncating(other[k]));
        }
        return PositionScores.RowSums(contributions, view.Ids.Count);
    }
}

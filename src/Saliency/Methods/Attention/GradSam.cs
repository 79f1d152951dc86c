using System.Numerics;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// With H_b = P_b ∘ max(0, ∂f/∂P_b) in block b, s_n = the mean over blocks, heads and queries of H at key n, or over keys at query n: Grad-SAM (Barkan
/// et al. 2021). Which of the two the paper means could not be read; the first is the attention that n receives.
/// </summary>
public sealed class GradSam : IPassMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "grad-sam";

    /// <summary>The attention that a position receives, or gives.</summary>
    public static OptionInfo<AttentionSide> Side { get; } = MethodOption.Choice(
        "attention-side", "Whether grad-sam counts the attention that a position receives or gives", AttentionSide.Received);

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, "mean of attention · max(0, its gradient) over the blocks below the layer", Needs.Gradient | Needs.Attention | Needs.AttentionGradient, "1 F, 1 B",
        "Barkan et al. 2021")
    {
        IsAboutDepth = true,
        Options = [Side],
    };

    /// <inheritdoc/>
    public PositionScores Score<T>(PassView<T> view, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(options);
        bool received = options.Get(Side) == AttentionSide.Received;
        int n = view.Positions;
        var scores = new double[n];
        foreach (var (attention, gradient) in view.Attention.Zip(view.AttentionGradients))
        {
            double each = 1.0 / (view.Layer * attention.Shape[0] * n);
            for (int i = 0; i < attention.Count; i++)
                scores[received ? i % n : i / n % n] += each * double.CreateTruncating(attention.Span[i])
                    * Math.Max(0, double.CreateTruncating(gradient.Span[i]));
        }
        return new(scores);
    }
}

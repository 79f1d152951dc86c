using System.Numerics;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// s_n = Σ over blocks b of (the mean over heads and queries of P_b at key n) · Σ_k G_b,nk h_b,nk, h_b what the block reads: AttCAT (Qiang et al. 2022).
/// </summary>
public sealed class AttCat : IPassMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "att-cat";

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, "gradient × input of each block below the layer, weighed by the attention n receives there",
        Needs.Gradient | Needs.Attention | Needs.States | Needs.StateGradients, "1 F, 1 B", "Qiang et al. 2022")
    {
        IsAboutDepth = true,
    };

    /// <inheritdoc/>
    public PositionScores Score<T>(PassView<T> view, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(view);
        int n = view.Positions;
        var scores = new double[n];
        foreach (var (block, attention) in view.Attention.Index())
        {
            var received = new double[n];
            for (int i = 0; i < attention.Count; i++)
                received[i % n] += double.CreateTruncating(attention.Span[i]) / (attention.Shape[0] * n);
            for (int i = 0; i < n; i++)
            {
                double product = 0;
                Span<T> hidden = view.States[block].Row(i), gradient = view.StateGradients[block].Row(i);
                for (int k = 0; k < hidden.Length; k++) product += double.CreateTruncating(hidden[k]) * double.CreateTruncating(gradient[k]);
                scores[i] += received[i] * product;
            }
        }
        return new(scores);
    }
}

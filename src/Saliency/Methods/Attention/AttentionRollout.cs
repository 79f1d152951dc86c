using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// R = A_l ⋯ A_1 with A_i the row-normalised ½ · mean over heads of P_i + ½ · identity, and s_n = R at (&lt;s&gt;, n):
/// attention rollout (Abnar and Zuidema 2020). It sees no gradient and is the same for every class.
/// </summary>
public sealed class AttentionRollout : IPassMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "attention-rollout";

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, "what reaches <s> from position n through the averaged attention of the blocks below the layer", Needs.Attention, "1 F",
        "Abnar and Zuidema 2020")
    {
        IsAboutDepth = true,
    };

    /// <inheritdoc/>
    public PositionScores Score<T>(PassView<T> view, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] rollout = Rollout.Identity(view.Positions);
        foreach (var attention in view.Attention) rollout = Next(attention, rollout);
        return new(rollout[..view.Positions]);
    }

    /// <summary>The rollout one block further up: A · below, both (N, N).</summary>
    /// <param name="attention">P of the block, (H, N, N).</param>
    /// <param name="below">The rollout of the blocks below.</param>
    internal static double[] Next<T>(Tensor<T> attention, double[] below)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int n = attention.Shape[1];
        double[] weights = [.. Enumerable.Range(0, n).SelectMany(i => Row(attention, i))];              // (N, N)
        return Rollout.AddProduct(weights, below, n, new double[n * n]);
    }

    private static double[] Row<T>(Tensor<T> attention, int query)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (heads, n) = (attention.Shape[0], attention.Shape[1]);
        var row = new double[n];
        for (int h = 0; h < heads; h++)
        {
            var p = attention.Span.Slice((h * n + query) * n, n);
            for (int j = 0; j < n; j++) row[j] += 0.5 / heads * double.CreateTruncating(p[j]);
        }
        row[query] += 0.5;
        double sum = row.Sum();
        for (int j = 0; j < n; j++) row[j] /= sum;
        return row;
    }
}

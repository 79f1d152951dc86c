using System.Numerics;

namespace PureSaliency.Saliency.Methods;

/// <summary>s_n = Σ_k G_nk h_nk, gradient × input (Shrikumar et al. 2017) with the layer's hidden state as input.</summary>
public sealed class GradXInput : ILayerMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "grad-x-input";

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(Name, "Σ_k G_nk h_nk", Needs.Gradient, "1 F, 1 B", "Shrikumar et al. 2017")
    {
        IsSumOverFeatures = true,
        ReadsRows = true,
    };

    /// <inheritdoc/>
    public PositionScores Score<T>(LayerView<T> view, ExplainOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var contributions = new double[view.Hidden.Count];                                              // (N, K)
        for (int i = 0; i < contributions.Length; i++)
            contributions[i] = double.CreateTruncating(view.Gradient.Span[i]) * double.CreateTruncating(view.Hidden.Span[i]);
        return PositionScores.RowSums(contributions, view.Positions);
    }
}

using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency;

/// <summary>What a method sees of one text at one layer.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LayerView<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>l: 0 is the embedding output.</summary>
    public required int Layer { get; init; }

    /// <summary>h_l (N, K).</summary>
    public required Tensor<T> Hidden { get; init; }

    /// <summary>G_l (N, K): gradient of the explained value.</summary>
    public required Tensor<T> Gradient { get; init; }

    /// <summary>Attention probabilities (H, N, N) of the blocks below the layer, lowest first.</summary>
    public required IReadOnlyList<Tensor<T>> Attention { get; init; }

    /// <summary>Gradients along the path from a baseline to h_l.</summary>
    public required Func<Baseline, int, PathIntegral> Path { get; init; }

    /// <summary>N, number of positions.</summary>
    public int Positions => Hidden.Shape[0];

    /// <summary>K, width of the hidden state.</summary>
    public int Width => Hidden.Shape[1];
}

/// <summary>What integrated gradients need of a path (midpoint rule).</summary>
/// <param name="MeanGradient">Mean gradient along the path, (N, K).</param>
/// <param name="Baseline">Where the path starts, (N, K).</param>
/// <param name="Difference">Explained value at the end minus at the start.</param>
public sealed record PathIntegral(double[] MeanGradient, double[] Baseline, double Difference);

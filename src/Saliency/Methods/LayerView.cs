using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

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

    /// <summary>N, number of positions.</summary>
    public int Positions => Hidden.Shape[0];

    /// <summary>K, width of the hidden state.</summary>
    public int Width => Hidden.Shape[1];
}

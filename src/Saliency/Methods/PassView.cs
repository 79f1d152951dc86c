using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>What a method sees of one text in a whole pass; of what it did not ask for there is nothing.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class PassView<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>l, the layer that is explained; blocks below it are 0 … l − 1.</summary>
    public required int Layer { get; init; }

    /// <summary>N, number of positions.</summary>
    public required int Positions { get; init; }

    /// <summary>
    /// Attention probabilities (H, N, N) of the blocks below the layer, lowest first. They come from the device as they are read.
    /// </summary>
    public required IEnumerable<Tensor<T>> Attention { get; init; }
}

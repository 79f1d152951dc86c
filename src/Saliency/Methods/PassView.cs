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

    /// <summary>L, blocks of the model.</summary>
    public int Depth { get; init; }

    /// <summary>
    /// Attention probabilities (H, N, N) of the blocks below the layer, lowest first. They come from the device as they are read.
    /// </summary>
    public required IEnumerable<Tensor<T>> Attention { get; init; }

    /// <summary>The gradient (H, N, N) at each of them.</summary>
    public IEnumerable<Tensor<T>> AttentionGradients { get; init; } = [];

    /// <summary>h_0 … h_l, each (N, K).</summary>
    public IReadOnlyList<Tensor<T>> States { get; init; } = [];

    /// <summary>G_0 … G_l, each (N, K).</summary>
    public IReadOnlyList<Tensor<T>> StateGradients { get; init; } = [];

    /// <summary>h_L of &lt;s&gt;, (1, K), which the classifier reads.</summary>
    public Tensor<T> Top { get; init; } = Tensor<T>.Zeros(new(1, 1));

    /// <summary>
    /// The hidden state (N, K) of some layer above a block for each position in turn whose value vectors that block goes without, in all its heads:
    /// block, layer → N tensors, each valid until the next is asked for.
    /// </summary>
    public Func<int, int, IEnumerable<Tensor<T>>> WithoutValues { get; init; } = (_, _) => [];
}

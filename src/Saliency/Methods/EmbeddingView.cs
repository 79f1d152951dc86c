using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>What a method sees of one text at its word embeddings.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class EmbeddingView<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>t, N ids.</summary>
    public required IReadOnlyList<int> Ids { get; init; }

    /// <summary>g (N, K): gradient of the explained value with respect to the word embedding of each position.</summary>
    public required Tensor<T> Gradient { get; init; }

    /// <summary>E (V, K): the embeddings of all words.</summary>
    public required Tensor<T> Words { get; init; }

    /// <summary>The id of a token that stands for others; throws where the tokenizer has none.</summary>
    public required Func<Replacement, int> Token { get; init; }
}

using static TorchSharp.torch;

namespace PureSaliency.Benchmarks.SideBySide.Peer;

/// <summary>Word + position + token type, normalised.</summary>
internal sealed class Embeddings
{
    public const string Word = Prefix + "word_embeddings.weight";

    private const string Prefix = "roberta.embeddings.";
    private const int FirstPosition = 2;
    private readonly Tensor word, position, type;
    private readonly (Tensor Weight, Tensor Bias) norm;

    public Embeddings(Dictionary<string, Tensor> weights)
    {
        word = weights[Word];
        (position, type) = (weights[Prefix + "position_embeddings.weight"], weights[Prefix + "token_type_embeddings.weight"]);
        norm = (weights[Prefix + "LayerNorm.weight"], weights[Prefix + "LayerNorm.bias"]);
    }

    /// <summary>(B, T) → (B, T, K). Padding stands behind the text, so every token has its place's number.</summary>
    public Tensor Run(Tensor ids)
    {
        long texts = ids.shape[0], tokens = ids.shape[1];
        var sum = word.index_select(0, ids.flatten()).view(texts, tokens, -1) + position.narrow(0, FirstPosition, tokens) + type;
        return Block.Norm(sum, norm);
    }
}

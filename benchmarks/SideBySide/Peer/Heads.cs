using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PureSaliency.Benchmarks.SideBySide.Peer;

/// <summary>Logits of the classes and of the vocabulary.</summary>
internal static class Heads
{
    /// <summary>Of the first token of every text: (B, T, K) → (B, C).</summary>
    public static Tensor Classes(Dictionary<string, Tensor> weights, Tensor last)
    {
        var pooled = tanh(F.linear(last[TensorIndex.Colon, 0], weights["classifier.dense.weight"], weights["classifier.dense.bias"]));
        return F.linear(pooled, weights["classifier.out_proj.weight"], weights["classifier.out_proj.bias"]);
    }

    /// <summary>Of every row, the decoder tied to the word embeddings: (N, K) → (N, V).</summary>
    public static Tensor Vocabulary(Dictionary<string, Tensor> weights, Tensor hidden)
    {
        var inner = F.gelu(F.linear(hidden, weights["lm_head.dense.weight"], weights["lm_head.dense.bias"]));
        var normal = Block.Norm(inner, (weights["lm_head.layer_norm.weight"], weights["lm_head.layer_norm.bias"]));
        return F.linear(normal, weights[Embeddings.Word], weights["lm_head.bias"]);
    }
}

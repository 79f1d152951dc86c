using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PureSaliency.Benchmarks.SideBySide.Peer;

/// <summary>One block with the usual hand optimisations: a single product for Q, K and V, and libtorch's fused attention.</summary>
internal sealed class Block
{
    private readonly int heads;
    private readonly (Tensor Weight, Tensor Bias) qkv, attention, up, down, attentionNorm, outputNorm;

    /// <summary>The block whose weights' names begin like that; those of Q, K and V are joined.</summary>
    public Block(Dictionary<string, Tensor> weights, string prefix, int heads)
    {
        (Tensor, Tensor) Pair(string name) => (weights[prefix + name + ".weight"], weights[prefix + name + ".bias"]);
        this.heads = heads;
        (qkv, attention, attentionNorm) = (Pair(Weights.Qkv), Pair("attention.output.dense"), Pair("attention.output.LayerNorm"));
        (up, down, outputNorm) = (Pair("intermediate.dense"), Pair("output.dense"), Pair("output.LayerNorm"));
    }

    public Tensor Run(Tensor x, Tensor? mask)
    {
        long[] shape = x.shape;                                                                                 // (B, T, K)
        var parts = F.linear(x, qkv.Weight, qkv.Bias)
            .view(shape[0], shape[1], 3, heads, shape[2] / heads).permute(2, 0, 3, 1, 4).unbind(0);             // 3 × (B, H, T, D)
        var mixed = F.scaled_dot_product_attention(parts[0], parts[1], parts[2], mask)
            .transpose(1, 2).reshape(shape);                                                                    // (B, T, K)
        var middle = Norm(F.linear(mixed, attention.Weight, attention.Bias) + x, attentionNorm);
        var inner = F.gelu(F.linear(middle, up.Weight, up.Bias));                                               // (B, T, I)
        return Norm(F.linear(inner, down.Weight, down.Bias) + middle, outputNorm);
    }

    public static Tensor Norm(Tensor x, (Tensor Weight, Tensor Bias) norm) =>
        F.layer_norm(x, norm.Weight.shape, norm.Weight, norm.Bias, Sizes.Epsilon);
}

using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace PureSaliency.Benchmarks.SideBySide.Peer;

/// <summary>One block with the usual hand optimisations: a single product for Q, K and V, and libtorch's fused attention.</summary>
internal sealed class Block : IDisposable
{
    private static readonly long[] Normalized = [Sizes.Width];
    private static readonly string[] Parts = ["query", "key", "value"];
    private readonly (Tensor Weight, Tensor Bias) qkv, attention, up, down, attentionNorm, outputNorm;

    public Block(Dictionary<string, Tensor> weights, string prefix)
    {
        (Tensor, Tensor) Pair(string name) => (weights[prefix + name + ".weight"], weights[prefix + name + ".bias"]);
        qkv = (Joined(weights, prefix, ".weight"), Joined(weights, prefix, ".bias"));
        (attention, attentionNorm) = (Pair("attention.output.dense"), Pair("attention.output.LayerNorm"));
        (up, down, outputNorm) = (Pair("intermediate.dense"), Pair("output.dense"), Pair("output.LayerNorm"));
    }

    public Tensor Run(Tensor x, Tensor? mask)
    {
        long batch = x.shape[0], tokens = x.shape[1];
        var heads = F.linear(x, qkv.Weight, qkv.Bias)
            .view(batch, tokens, 3, Sizes.Heads, Sizes.Width / Sizes.Heads).permute(2, 0, 3, 1, 4).unbind(0);   // 3 × (B, H, T, D)
        var mixed = F.scaled_dot_product_attention(heads[0], heads[1], heads[2], mask)
            .transpose(1, 2).reshape(batch, tokens, Sizes.Width);                                               // (B, T, K)
        var middle = Norm(F.linear(mixed, attention.Weight, attention.Bias) + x, attentionNorm);
        var inner = F.gelu(F.linear(middle, up.Weight, up.Bias));                                               // (B, T, I)
        return Norm(F.linear(inner, down.Weight, down.Bias) + middle, outputNorm);
    }

    public static Tensor Norm(Tensor x, (Tensor Weight, Tensor Bias) norm) =>
        F.layer_norm(x, Normalized, norm.Weight, norm.Bias, Sizes.Epsilon);

    public void Dispose()
    {
        qkv.Weight.Dispose();
        qkv.Bias.Dispose();
    }

    private static Tensor Joined(Dictionary<string, Tensor> weights, string prefix, string kind)
    {
        string[] names = [.. Parts.Select(part => $"{prefix}attention.self.{part}{kind}")];
        var joined = cat([.. names.Select(name => weights[name])], 0);
        foreach (string name in names)
        {
            weights.Remove(name, out var part);
            part!.Dispose();
        }
        return joined;
    }
}

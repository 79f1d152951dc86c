using PureSaliency.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace PureSaliency.Benchmarks.SideBySide.Peer;

/// <summary>A safetensors file's tensors in libtorch's memory.</summary>
internal static class Weights
{
    /// <summary>What the joined weights of Q, K and V are called within a block.</summary>
    public const string Qkv = "attention.self.qkv";

    private static readonly string[] Parts = ["query", "key", "value"];

    // Read rather than mapped and copied: the pages of a map would count as the peer's memory beside the copy.
    public static Dictionary<string, Tensor> Read(string path)
    {
        using var header = SafetensorsFile.Open(path);
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        Span<byte> length = stackalloc byte[sizeof(long)];
        Fill(file, length, 0);
        long data = sizeof(long) + BitConverter.ToInt64(length);
        var tensors = new Dictionary<string, Tensor>();
        foreach (var entry in header.Tensors)
        {
            var tensor = empty([.. entry.Shape], dtype: ScalarType.Float32);
            Fill(file, tensor.bytes, data + entry.Begin);
            tensors[entry.Name] = tensor;
        }
        return tensors;
    }

    public static string Layer(int index) => $"roberta.encoder.layer.{index}.";

    /// <summary>Puts one matrix and one bias in the place of those of Q, K and V.</summary>
    public static void JoinQkv(Dictionary<string, Tensor> weights, int layers)
    {
        for (int i = 0; i < layers; i++)
            foreach (string kind in new[] { ".weight", ".bias" })
            {
                Tensor[] parts = [.. Parts.Select(part => Taken(weights, $"{Layer(i)}attention.self.{part}{kind}"))];
                weights[Layer(i) + Qkv + kind] = cat(parts, 0);
                foreach (var part in parts) part.Dispose();
            }
    }

    private static Tensor Taken(Dictionary<string, Tensor> weights, string name) =>
        weights.Remove(name, out var tensor) ? tensor : throw new InvalidDataException($"The safetensors file has no {name}.");

    private static void Fill(Microsoft.Win32.SafeHandles.SafeFileHandle file, Span<byte> to, long offset)
    {
        while (to.Length > 0)
        {
            int read = RandomAccess.Read(file, to, offset);
            if (read == 0) throw new InvalidDataException("The safetensors file ends early.");
            to = to[read..];
            offset += read;
        }
    }
}

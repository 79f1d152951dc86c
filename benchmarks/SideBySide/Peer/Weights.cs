using PureSaliency.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace PureSaliency.Benchmarks.SideBySide.Peer;

/// <summary>A safetensors file's tensors in libtorch's memory.</summary>
internal static class Weights
{
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

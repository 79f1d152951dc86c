using System.Buffers.Binary;
using System.Runtime.InteropServices;
using PureSaliency.Fuzz.Damage;

namespace PureSaliency.Fuzz.Healthy;

/// <summary>A tensor of a file in the making.</summary>
internal sealed record Stored(string Name, string Type, long[] Shape, byte[] Bytes);

/// <summary>Safetensors files made by hand, so that they may break every rule.</summary>
internal static class Weights
{
    public static byte[] File(IEnumerable<Stored> tensors, string? metadata = """{"format":"pt"}""")
    {
        Stored[] list = [.. tensors];
        return Join(Header(list, metadata).ToBytes(), [.. list.SelectMany(tensor => tensor.Bytes)]);
    }

    public static Node Header(IReadOnlyList<Stored> tensors, string? metadata)
    {
        var header = Node.Of();
        if (metadata is not null)
            header.Set("__metadata__", Node.Parse(metadata));
        long at = 0;
        foreach (var (name, type, shape, bytes) in tensors)
        {
            header.Members!.Add((Node.Quoted(name), Node.Of(("dtype", Node.Text(type)), ("shape", Numbers(shape)), ("data_offsets", Numbers(at, at + bytes.Length)))));
            at += bytes.Length;
        }
        return header;
    }

    public static Node Numbers(params long[] numbers) => Node.List(numbers.Select(number => Node.Scalar($"{number}")));

    public static byte[] Join(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data, ulong? length = null)
    {
        byte[] file = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length ?? (ulong)header.Length);
        header.CopyTo(file.AsSpan(8));
        data.CopyTo(file.AsSpan(8 + header.Length));
        return file;
    }

    public static (byte[] Header, byte[] Data) Split(byte[] file)
    {
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        return (file[8..(8 + length)], file[(8 + length)..]);
    }

    /// <summary>Values between −1/2 and 1/2 that every type of float holds; gains near 1.</summary>
    public static Stored Random(Dice dice, string name, params long[] shape)
    {
        float[] values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        int gain = name.EndsWith("orm.weight", StringComparison.Ordinal) ? 1 : 0;
        for (int i = 0; i < values.Length; i++)
            values[i] = gain + (dice.Below(129) - 64) / 128f;
        return new(name, "F32", shape, MemoryMarshal.AsBytes<float>(values).ToArray());
    }
}

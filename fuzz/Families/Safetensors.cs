using System.Text;
using PureSaliency.Fuzz.Damage;
using PureSaliency.Fuzz.Healthy;
using PureSaliency.Fuzz.Run;
using PureSaliency.Tensors;

namespace PureSaliency.Fuzz.Families;

/// <summary>Files of tensors: the frame, the header, offsets and types, and the bytes of the data.</summary>
internal sealed class Safetensors : Family
{
    private const string Name0 = "x.safetensors";

    private static readonly string[] Known =
    [
        .. new[] { "F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8", "U8", "BOOL", "F8_E4M3", "F8_E5M2", "U16", "U32", "U64", "C64", "f32", "dtype", "shape", "data_offsets" }
            .Select(Node.Quoted),
        "[4294967296,4294967296]", "[9223372036854775807,2]", "[0,9223372036854775807]", "[-1]", "[2,-3]", "[0]", "[]", "[1]", "[0,0]", "[4,0]", "[0,4]",
        "[8,4]", "[9223372036854775807,9223372036854775807]", "[-8,0]", "{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}",
        $"[{string.Join(',', Enumerable.Repeat("1", 64))}]", $"[{string.Join(',', Enumerable.Repeat("1", 65))}]",
    ];

    private static readonly ulong[] Lengths =
        [0, 1, 2, 7, 8, 100_000_000, 100_000_001, int.MaxValue, 1UL << 31, 1UL << 32, long.MaxValue, 1UL << 63, ulong.MaxValue, ulong.MaxValue - 7];

    /// <summary>Healthy files of every kind.</summary>
    public static IReadOnlyList<byte[]> Healthy { get; } =
    [
        Weights.File([], null),
        Weights.File(AllTypes()),
        Weights.File([.. AllTypes().Reverse()], """{"format":"pt","a":"é","b":"\u0000"}"""),
        Weights.File(Enumerable.Range(0, 12).Select(i => new Stored($"t.{i}", "U8", [], [(byte)i])), null),
        TinyModel.LanguageHead,
    ];

    public override string Name => "safetensors";

    public override Attempt Make(Dice dice)
    {
        if (dice.OneIn(5))
            return ModelWeights.Make(dice);
        byte[] healthy = dice.Of(Healthy), other = dice.Of(Healthy);
        var (bytes, done) = dice.Below(4) switch
        {
            0 => Mixed.Plain(healthy, dice, other),
            1 => Framed(healthy, dice, other),
            2 => Offsets(healthy, dice),
            _ => Header(healthy, dice),
        };
        return new("SafetensorsFile", done, [new(Name0, bytes)], folder => Read(Path.Combine(folder, Name0)));
    }

    /// <summary>Reads everything of a file; what was read, as a number.</summary>
    public static int Read(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var read = new HashCode();
        foreach (var entry in file.Tensors)
            Add(ref read, file, entry);
        foreach (var (name, value) in file.Metadata)
            read.Add((name, value));
        return read.ToHashCode();
    }

    /// <summary>Adds one tensor, and holds what its parts say against one another.</summary>
    public static void Add(ref HashCode read, SafetensorsFile file, TensorEntry entry)
    {
        var bytes = file.Bytes(entry);
        BrokenRuleException.Unless(bytes.Length == entry.Count * entry.DType.Size(), "as long as its shape", $"{entry} has {bytes.Length} bytes");
        read.Add(entry.Name);
        read.AddBytes(bytes);
        double[] values = new double[entry.Count];
        file.Read<double>(entry, values);
        float[] singles = new float[entry.Count];
        file.Read<float>(entry, singles);
        for (int i = 0; i < values.Length; i++)
            BrokenRuleException.Unless((float)values[i] == singles[i] || double.IsNaN(values[i]) == float.IsNaN(singles[i]) && double.IsNaN(values[i]),
                "the same in both precisions", $"{entry.Name} element {i}: {values[i]} and {singles[i]}");
    }

    private static IEnumerable<Stored> AllTypes()
    {
        (string, int)[] types = [("F64", 8), ("F32", 4), ("F16", 2), ("BF16", 2), ("I64", 8), ("I32", 4), ("I16", 2), ("I8", 1), ("U8", 1), ("BOOL", 1)];
        foreach (var (type, size) in types)
            yield return new("a." + type, type, [2, 3], [.. Enumerable.Range(0, 6 * size).Select(i => (byte)(type == "BOOL" ? i & 1 : i * 7))]);
        yield return new("empty", "F32", [0, 7], []);
        yield return new("scalar é", "F16", [], [0, 60]);
    }

    // The length in front is made right again, so that the damage comes to the reader of the header.
    private static (byte[], string) Framed(byte[] healthy, Dice dice, byte[] other)
    {
        var (header, data) = Weights.Split(healthy);
        var done = new List<string>();
        byte[] damaged = Mixed.Bytes(header, dice, other, dice.Between(1, 3), done);
        return (Weights.Join(damaged, data), "header: " + string.Join("; ", done));
    }

    private static (byte[], string) Header(byte[] healthy, Dice dice)
    {
        var (header, data) = Weights.Split(healthy);
        var root = Node.Parse(header);
        string done = string.Join("; ", Enumerable.Range(0, dice.Between(1, 3)).Select(_ => NodeDamage.Do(root, dice, Known, [])));
        byte[] written = root.ToBytes();
        if (dice.OneIn(6))
            written = [.. written, .. Encoding.UTF8.GetBytes(new string(dice.Of([' ', '\n', '\0', 'x']), dice.Size(300)))];
        ulong? length = dice.OneIn(8) ? dice.OneIn(2) ? dice.Of(Lengths) : (ulong)(written.Length + dice.Between(-3, 3)) : null;
        return (Weights.Join(written, data, length), $"header: {done}{(length is { } l ? $"; length {l}" : "")}");
    }

    private static (byte[], string) Offsets(byte[] healthy, Dice dice)
    {
        var (header, data) = Weights.Split(healthy);
        var root = Node.Parse(header);
        var tensors = root.Members!.Where(member => member.Name != "\"__metadata__\"").ToArray();
        if (tensors.Length == 0)
            return (Weights.Join(header, [.. data, 1]), "a byte behind");
        var (name, tensor) = dice.Of(tensors);
        var (_, second) = dice.Of(tensors);
        string done = Offset(tensor["data_offsets"], second["data_offsets"], dice, data.Length);
        if (dice.OneIn(3))
            done += $"; {NodeDamage.Do(tensor, dice, Known, [])}";
        if (dice.OneIn(4))
            data = dice.OneIn(2) ? data[..^Math.Min(data.Length, dice.Size(64))] : [.. data, .. new byte[dice.Size(64)]];
        return (Weights.Join(root.ToBytes(), data), $"{name}: {done}");
    }

    private static string Offset(Node offsets, Node others, Dice dice, int data)
    {
        if (offsets.Count < 2 || others.Count < 2)
            return "no offsets";
        string[] edges =
        [
            .. Traps.Numbers, $"{data}", $"{data + 1}", $"{data - 1}", others.Child(0).Raw!, others.Child(1).Raw!,
        ];
        switch (dice.Below(4))
        {
            case 0:
                int at = dice.Below(2);
                offsets.Replace(at, Node.Scalar(dice.Of(edges)));
                break;
            case 1:
                offsets.Replace(0, Node.Scalar(dice.Of(edges)));
                offsets.Replace(1, Node.Scalar(dice.Of(edges)));
                break;
            case 2:
                var copy = offsets.Copy();
                offsets.Take(others.Copy());
                others.Take(copy);
                break;
            default:
                long shift = dice.Between(-16, 16);
                offsets.Replace(0, Node.Scalar($"{long.Parse(offsets.Child(0).Raw!) + shift}"));
                offsets.Replace(1, Node.Scalar($"{long.Parse(offsets.Child(1).Raw!) + shift}"));
                break;
        }
        return $"offsets {offsets}";
    }
}

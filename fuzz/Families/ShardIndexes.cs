using System.Text;
using PureSaliency.Fuzz.Damage;
using PureSaliency.Fuzz.Healthy;
using PureSaliency.Fuzz.Run;
using PureSaliency.Tensors;

namespace PureSaliency.Fuzz.Families;

/// <summary>Weights in several files with an index; the index is damaged, or a file, or both.</summary>
internal sealed class ShardIndexes : Family
{
    private const string Index = "model.safetensors.index.json", First = "model-00001-of-00002.safetensors", Second = "model-00002-of-00002.safetensors";

    private static readonly byte[] One = Weights.File([new("a", "U8", [3], [1, 2, 3]), new("b", "I16", [1], [4, 5])]);
    private static readonly byte[] Two = Weights.File([new("c.weight", "F32", [2], new byte[8]), new("é", "BOOL", [], [1])]);

    private static readonly byte[] Map = Encoding.UTF8.GetBytes($$"""
        {"metadata":{"total_size":14,"x":[{"y":null}]},"weight_map":{"a":"{{First}}","b":"{{First}}","c.weight":"{{Second}}","é":"{{Second}}"} }
        """);

    private static readonly string[] Known =
    [
        .. new[] { First, Second, "../" + First, "/dev/null", "/dev/zero", ".", "..", "", "no.safetensors", Index, "a\\b", "C:x", "a\u0001b", "weight_map", "metadata" }.Select(Node.Quoted),
        "{}", "{\"a\":\"b\"}",
    ];

    private static readonly (string, string)[] Fields =
        [("weight_map", "{}"), ("weight_map", "[]"), ("weight_map", "null"), ("metadata", "null"), ("metadata", "7"), ("more", "{\"weight_map\":{}}")];

    public override string Name => "index";

    public override Attempt Make(Dice dice)
    {
        byte[] map = Map, one = One, two = Two;
        string done = "";
        if (!dice.OneIn(4))
            (map, done) = Mixed.Json(Map, dice, One, Known, Fields);
        else if (dice.OneIn(2))
            (one, done) = Mixed.Plain(One, dice, Two);
        else
            (one, two, done) = (two, one, "files exchanged");
        bool gone = dice.OneIn(20);
        return new("SafetensorsSet", gone ? done + "; second file missing" : done,
            gone ? [new(Index, map), new(First, one)] : [new(Index, map), new(First, one), new(Second, two)], Read);
    }

    private static int Read(string folder)
    {
        using var set = SafetensorsSet.Open(folder);
        var read = new HashCode();
        foreach (string name in set.Names.Order(StringComparer.Ordinal))
        {
            BrokenRuleException.Unless(set.TryGet(name, out var file, out var entry), "what is named is there", name);
            Safetensors.Add(ref read, file!, entry!);
        }
        foreach (string file in set.Files)
            BrokenRuleException.Unless(Path.GetDirectoryName(file) == folder, "only files of the folder", file);
        return read.ToHashCode();
    }
}

using System.Runtime.InteropServices;
using PureSaliency.Fuzz.Damage;
using PureSaliency.Fuzz.Healthy;
using PureSaliency.Fuzz.Run;
using PureSaliency.Roberta;

namespace PureSaliency.Fuzz.Families;

/// <summary>
/// A classifier's weights, whole files each, whose names, types, shapes or values are not what config.json says. Where only
/// names change, an accepted file must hold the healthy weights.
/// </summary>
internal static class ModelWeights
{
    private static readonly string[] Prefixes = ["module.", "_orig_mod.", "model.", "base_model.model.", "roberta.", "encoder."];
    private static readonly float[] Values = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, 1e30f, 0];
    private static readonly Lazy<int> Whole = new(() => Expected(TinyModel.Tensors));

    public static Attempt Make(Dice dice)
    {
        List<Stored> tensors = [.. TinyModel.Tensors];
        var done = new List<string>();
        bool same = true;
        for (int i = dice.Between(1, 2); i > 0; i--)
        {
            var (what, keeps) = Change(tensors, dice);
            done.Add(what);
            same &= keeps;
        }
        byte[] file = Weights.File(tensors);
        string text = string.Join("; ", done);
        FileContent[] files = [new("model.safetensors", file), .. TinyModel.WithHead().Where(content => content.Name != "model.safetensors")];
        return dice.OneIn(10) ? new("explain", text, files, folder => Face.Explain("the film", folder, []))
            : new("SequenceClassifier", text, files, folder => Read(folder, same));
    }

    private static int Read(string folder, bool same)
    {
        using var model = SequenceClassifier<float>.Load(folder);
        int read = Hash(model.Parameters.Select(parameter => (parameter.Name, parameter.Value.Span.ToArray())));
        BrokenRuleException.Unless(!same || read == Whole.Value, "other names, the same weights", "the weights are others");
        return read;
    }

    // What a reader finds in a file in which nothing but names may have changed.
    private static int Expected(IEnumerable<Stored> tensors) =>
        Hash(tensors.Select(tensor => (tensor.Name, MemoryMarshal.Cast<byte, float>(tensor.Bytes).ToArray())));

    private static int Hash(IEnumerable<(string Name, float[] Values)> tensors)
    {
        var read = new HashCode();
        foreach (var (name, values) in tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            int bad = Array.FindIndex(values, value => !float.IsFinite(value));
            BrokenRuleException.Unless(bad < 0, "weights are finite", bad < 0 ? "" : $"{name} has {values[bad]} at {bad}");
            read.Add(name);
            read.AddBytes(MemoryMarshal.AsBytes<float>(values));
        }
        return read.ToHashCode();
    }

    private static (string Done, bool Same) Change(List<Stored> tensors, Dice dice)
    {
        int at = dice.Below(tensors.Count);
        var (name, type, shape, bytes) = tensors[at];
        switch (dice.Below(12))
        {
            case 0: return Renamed(tensors, dice.Of(Prefixes));
            case 1: return (Each(tensors, n => n.Replace("LayerNorm.weight", "LayerNorm.gamma").Replace("LayerNorm.bias", "LayerNorm.beta")), true);
            case 2: return (Each(tensors, n => n.StartsWith("roberta.", StringComparison.Ordinal) ? n["roberta.".Length..] : n), true);
            case 3: tensors.RemoveAt(at); return ($"{name} missing", true);
            case 4: tensors.Add(tensors[at] with { Name = name + dice.Of(["_old", ".absmax", "_packed", "\u001b[31m", "\u202E", ".é", ""]) }); return ($"{name} again", false);
            case 5: return (Value(tensors, at, dice), false);
            case 6: return Retyped(tensors, at, dice);
            case 7: tensors[at] = new(name, type, [.. shape.Reverse()], bytes); return ($"{name} turned", false);
            case 8: tensors[at] = new(name, type, [1, .. shape], bytes); return ($"{name} with another extent", false);
            case 9: tensors[at] = new(name + "x", type, shape, bytes); return ($"{name}x", true);
            case 10: tensors.Add(new($"more.{dice.Below(1000)}", dice.Of(["I64", "U8", "F64", "BOOL"]), [], new byte[8])); return Fitted(tensors);
            default: (tensors[0], tensors[at]) = (tensors[at], tensors[0]); return ("in another order", true);
        }
    }

    private static (string, bool) Renamed(List<Stored> tensors, string prefix)
    {
        Each(tensors, name => prefix + name);
        return ($"{prefix} before all names", true);
    }

    private static string Each(List<Stored> tensors, Func<string, string> rename)
    {
        for (int i = 0; i < tensors.Count; i++)
            tensors[i] = tensors[i] with { Name = rename(tensors[i].Name) };
        return $"names such as {tensors[^1].Name}";
    }

    private static string Value(List<Stored> tensors, int at, Dice dice)
    {
        float[] values = MemoryMarshal.Cast<byte, float>(tensors[at].Bytes).ToArray();
        if (tensors[at].Type != "F32" || values.Length == 0)
            return "nothing";
        int index = dice.Below(values.Length);
        float value = values[index] = dice.Of(Values);
        if (dice.OneIn(3))
            Array.Fill(values, value);
        tensors[at] = tensors[at] with { Bytes = MemoryMarshal.AsBytes<float>(values).ToArray() };
        return $"{tensors[at].Name} has {value} at {index}";
    }

    // The values are such that 64 and 16 bits hold them too.
    private static (string, bool) Retyped(List<Stored> tensors, int at, Dice dice)
    {
        if (tensors[at].Type != "F32")
            return ("nothing", true);
        float[] values = MemoryMarshal.Cast<byte, float>(tensors[at].Bytes).ToArray();
        var (type, bytes, same) = dice.Below(4) switch
        {
            0 => ("F64", MemoryMarshal.AsBytes<double>(Array.ConvertAll(values, value => (double)value)).ToArray(), true),
            1 => ("F16", MemoryMarshal.AsBytes<Half>(Array.ConvertAll(values, value => (Half)value)).ToArray(), Array.TrueForAll(values, value => (float)(Half)value == value)),
            2 => ("I32", tensors[at].Bytes, false),
            _ => ("I8", Array.ConvertAll(values, value => (byte)(sbyte)value), false),
        };
        tensors[at] = tensors[at] with { Type = type, Bytes = bytes };
        return ($"{tensors[at].Name} as {type}", same);
    }

    private static (string, bool) Fitted(List<Stored> tensors)
    {
        int size = tensors[^1].Type is "U8" or "BOOL" ? 1 : 8;
        tensors[^1] = tensors[^1] with { Bytes = new byte[size] };
        return ($"{tensors[^1].Name} of type {tensors[^1].Type} more", true);
    }
}

using System.Collections.Immutable;

namespace PureSaliency.Tensors;

/// <summary>The header's JSON object, read name by name: every field's form and each tensor by itself.</summary>
internal static class HeaderJson
{
    /// <summary>Reads the tensors in the header's order, and the metadata.</summary>
    public static List<TensorEntry> Read(ReadOnlySpan<byte> json, string file, out Dictionary<string, string> metadata)
    {
        var cursor = new JsonCursor(json, file, SafetensorsHeader.LengthBytes);
        var tensors = new List<TensorEntry>();
        var names = new HashSet<string>();
        metadata = [];
        while (cursor.NextName("The name of a tensor", out string name))
        {
            if (!names.Add(name)) throw cursor.Fail($"The header should have each name once, but {name.Quote()} comes again");
            if (name == SafetensorsHeader.MetadataName) ReadMetadata(ref cursor, metadata);
            else tensors.Add(ReadTensor(ref cursor, name));
        }
        cursor.End();
        return tensors;
    }

    private static void ReadMetadata(ref JsonCursor cursor, Dictionary<string, string> metadata)
    {
        cursor.EnterObject("__metadata__");
        while (cursor.NextName("A name in __metadata__", out string name))
        {
            if (metadata.ContainsKey(name))
                throw cursor.Fail($"__metadata__ should have each name once, but {name.Quote()} comes again");
            metadata[name] = cursor.NextText($"The value of {name.Quote()} in __metadata__");
        }
    }

    private static TensorEntry ReadTensor(ref JsonCursor cursor, string name)
    {
        string tensor = $"tensor {name.Quote()}";
        DType? dtype = null;
        ImmutableArray<long>? shape = null;
        (long Begin, long End)? offsets = null;
        cursor.EnterObject($"The description of {tensor}");
        while (cursor.NextName($"A field of {tensor}", out string field))
        {
            switch (field)
            {
                case "dtype" when dtype is null: dtype = ReadDType(ref cursor, tensor); break;
                case "shape" when shape is null: shape = ReadShape(ref cursor, tensor); break;
                case "data_offsets" when offsets is null: offsets = ReadOffsets(ref cursor, tensor); break;
                default:
                    string found = field is "dtype" or "shape" or "data_offsets" ? $"a second {field}" : $"also {field.Quote()}";
                    throw cursor.Fail($"{Capital(tensor)} should have dtype, shape and data_offsets once each, but has {found}");
            }
        }
        if (dtype is null || shape is null || offsets is null)
        {
            string missing = dtype is null ? "dtype" : shape is null ? "shape" : "data_offsets";
            throw cursor.Fail($"{Capital(tensor)} should have dtype, shape and data_offsets, but has no {missing}");
        }
        var entry = new TensorEntry(name, dtype.Value, shape.Value, offsets.Value.Begin, offsets.Value.End);
        return HasItsLength(entry, out string length) ? entry : throw cursor.Fail(
            $"{Capital(tensor)} of type {entry.DType.Name()} and shape [{string.Join(", ", entry.Shape)}] should take {length}, " +
            $"but data_offsets [{entry.Begin}, {entry.End}] give it {entry.ByteLength}");
    }

    private static DType ReadDType(ref JsonCursor cursor, string tensor)
    {
        string name = cursor.NextText($"The dtype of {tensor}");
        return DTypes.TryParse(name, out DType dtype) ? dtype : throw cursor.Fail(
            $"The dtype of {tensor} should be one of {string.Join(", ", DTypes.All.Select(DTypes.Name))}, but {name.Quote()} was found");
    }

    private static ImmutableArray<long> ReadShape(ref JsonCursor cursor, string tensor)
    {
        string place = $"The shape of {tensor}";
        var shape = ImmutableArray.CreateBuilder<long>();
        cursor.EnterArray(place);
        while (cursor.NextInteger(place, out long extent))
        {
            if (shape.Count == SafetensorsHeader.MaxRank)
                throw cursor.Fail($"{place} should have at most {SafetensorsHeader.MaxRank} extents, but there are more");
            shape.Add(extent);
        }
        return shape.ToImmutable();
    }

    private static (long Begin, long End) ReadOffsets(ref JsonCursor cursor, string tensor)
    {
        string place = $"The data_offsets of {tensor}";
        cursor.EnterArray(place);
        long end = 0;
        bool two = cursor.NextInteger(place, out long begin) && cursor.NextInteger(place, out end);
        if (!two || cursor.NextInteger(place, out _)) throw cursor.Fail($"{place} should be two integers, but there are more or fewer");
        if (begin > end) throw cursor.Fail($"{place} should not end before they begin, but are [{begin}, {end}]");
        return (begin, end);
    }

    private static bool HasItsLength(TensorEntry entry, out string length)
    {
        try
        {
            long bytes = entry.DType.Bytes(entry.Count);
            bool whole = entry.DType.FillsBytes(entry.Count);
            length = whole ? $"{bytes} bytes" : "whole bytes";
            return whole && bytes == entry.ByteLength;
        }
        catch (OverflowException)
        {
            length = "more bytes than 63 bits can count";
            return false;
        }
    }

    private static string Capital(string tensor) => "T" + tensor[1..];
}

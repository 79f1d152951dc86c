namespace PureSaliency.Tensors;

/// <summary>Reads <c>model.safetensors.index.json</c>: which tensor lies in which file of the folder.</summary>
internal static class ShardIndex
{
    /// <summary>The map from a tensor's name to its file's name, in the order of the index.</summary>
    public static Dictionary<string, string> Read(string path)
    {
        try
        {
            byte[] bytes = RegularFile.ReadAllBytes(path, "an index of shards");
            if (bytes[0] != '{' && ForeignFile.Describe(bytes, json: true) is { } kind)
                throw new SafetensorsException($"{path}: An index of shards, a JSON object, was expected, but this is {kind}.");
            return Parse(bytes, path);
        }
        catch (InputException e) when (e is not SafetensorsException)
        {
            throw new SafetensorsException(e.Message, e);
        }
    }

    /// <summary>The same from the index's bytes.</summary>
    public static Dictionary<string, string> Parse(ReadOnlySpan<byte> json, string path)
    {
        var cursor = new JsonCursor(json, path, 0);
        Dictionary<string, string>? map = null;
        while (cursor.NextName("A name in the index", out string name))
        {
            if (name != "weight_map") cursor.SkipValue();
            else if (map is null) map = ReadMap(ref cursor);
            else throw cursor.Fail("The index should have one weight_map, but has a second");
        }
        cursor.End();
        return map ?? throw new SafetensorsException($"{path}: The index should have a weight_map, but has none.");
    }

    private static Dictionary<string, string> ReadMap(ref JsonCursor cursor)
    {
        var map = new Dictionary<string, string>();
        cursor.EnterObject("weight_map");
        while (cursor.NextName("A name in weight_map", out string tensor))
        {
            string shard = cursor.NextText($"The file of tensor {tensor.Quote()} in weight_map");
            if (!IsPlainName(shard))
                throw cursor.Fail($"The file of tensor {tensor.Quote()} should be a plain file name, but is {shard.Quote()}");
            if (!map.TryAdd(tensor, shard))
                throw cursor.Fail($"weight_map should have each tensor once, but {tensor.Quote()} comes again");
        }
        return map;
    }

    /// <summary>Whether the name stays in its folder on every system: an index from a stranger must not point elsewhere.</summary>
    private static bool IsPlainName(string name) =>
        name is not ("" or "." or "..") && name.AsSpan().IndexOfAny('/', '\\', ':') < 0 && !name.Any(char.IsControl);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>Typed look-ups in a JSON object; what does not fit becomes a sentence with file and field.</summary>
internal sealed class ConfigReader
{
    private readonly JsonElement root;
    private readonly HashSet<string> asked = [];

    public ConfigReader(string path, JsonElement root)
    {
        Path = path;
        this.root = root.ValueKind == JsonValueKind.Object
            ? root
            : throw new InputException($"'{path}' holds a JSON {Kind(root)}, expected an object.");
    }

    public string Path { get; }

    /// <summary>Reads a file that holds a JSON object.</summary>
    public static T Read<T>(string path, Func<ConfigReader, T> read, string expected = "a model's configuration") =>
        JsonFile.Read(path, expected, root => read(new ConfigReader(path, root)));

    /// <summary>The names of the file in its order.</summary>
    public IEnumerable<string> Names => root.EnumerateObject().Select(entry => entry.Name);

    /// <summary>The names that were asked for so far, whether the file has them or not.</summary>
    public IReadOnlyCollection<string> Asked => asked;

    /// <summary>The file's object, to be changed.</summary>
    public JsonObject ToObject() => (JsonObject)JsonNode.Parse(root.GetRawText())!;

    /// <summary>The value as it stands; null where there is none, or null.</summary>
    public JsonElement? Value(string name) => Find(name);

    public int Required(string name) => Integer(name) ?? throw new InputException($"'{Path}' has no {name}; expected an integer.");

    public int? Integer(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int integer) ? integer
        : throw Wrong(name, "an integer", value);

    public double? Number(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : throw Wrong(name, "a number", value);

    public string? Text(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Wrong(name, "a string", value);

    public bool? Flag(string name) => Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Wrong(name, "true or false", value);

    public IReadOnlyList<string> Texts(string name) => Find(name) is not { } value ? []
        : value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : throw Wrong(name, "an array of strings", value);

    /// <summary>The values of <c>id2label</c> in the order of their keys 0, 1, 2, …</summary>
    public IReadOnlyList<string>? Labels()
    {
        if (Find("id2label") is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Object) throw Wrong("id2label", "an object", value);
        var labels = new string?[value.EnumerateObject().Count()];
        foreach (var entry in value.EnumerateObject())
        {
            if (!int.TryParse(entry.Name, out int index) || (uint)index >= (uint)labels.Length || labels[index] is not null)
                throw new InputException(
                    $"'{Path}': id2label has the key {entry.Name.Quote()}, expected each of 0 to {labels.Length - 1} once.");
            labels[index] = Name(entry.Value) ?? throw Wrong($"id2label.{entry.Name}", "a string", entry.Value);
        }
        return labels.Length == 0 ? null : [.. labels.OfType<string>()];
    }

    /// <summary>The entries of <c>label2id</c>; an index may be written as a string, as keys of objects are.</summary>
    public IReadOnlyList<(string Name, int Index)> LabelIndices()
    {
        if (Find("label2id") is not { } value) return [];
        if (value.ValueKind != JsonValueKind.Object) throw Wrong("label2id", "an object", value);
        return [.. value.EnumerateObject().Select(entry => (entry.Name, Index(entry)))];

        int Index(JsonProperty entry) => entry.Value.ValueKind switch
        {
            JsonValueKind.Number when entry.Value.GetDouble() is var number && number == (int)number => (int)number,
            JsonValueKind.String when int.TryParse(entry.Value.GetString(), out int index) => index,
            _ => throw Wrong($"label2id.{entry.Name}", "an integer", entry.Value),
        };
    }

    public void Only(string name, string value, params string[] supported)
    {
        if (!supported.Contains(value))
            throw new InputException($"'{Path}': {name} is {value.Quote()}, expected {string.Join(" or ", supported)}.");
    }

    /// <summary>Refuses a value.</summary>
    public InputException Wrong(string name, string expected, JsonElement found) =>
        new($"'{Path}': {name} is {JsonFile.Sample(found)}, expected {expected}.");

    private JsonElement? Find(string name)
    {
        asked.Add(name);
        return root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    // A class may be called 0 or true: the reference takes such names as they are written.
    private static string? Name(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        _ => "literal",
    };
}

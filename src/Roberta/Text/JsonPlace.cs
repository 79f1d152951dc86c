using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>A JSON value and where it stands, for reading it strictly and complaining by name.</summary>
/// <param name="File">The file.</param>
/// <param name="Path">The field in it, empty for the whole.</param>
/// <param name="Value">What stands there.</param>
internal readonly record struct JsonPlace(string File, string Path, JsonElement Value)
{
    /// <summary>What is wrong with text that JSON can write and nothing else can.</summary>
    public const string HalfCharacter = "expected text, found half a character (an escaped surrogate without its other half).";

    private const int Shown = 60;

    /// <summary>File and field.</summary>
    public string Name => Path.Length == 0 ? File : $"{File}, {Path}";

    public JsonValueKind Kind => Value.ValueKind;

    /// <summary>The field of an object; null where it is absent.</summary>
    public JsonPlace? Field(string name) =>
        Kind == JsonValueKind.Object && Value.TryGetProperty(name, out JsonElement value) ? At(Join(name), value) : null;

    /// <summary>The fields of an object and their names.</summary>
    public IEnumerable<(string Name, JsonPlace Value)> Fields()
    {
        JsonPlace self = this;
        return Need(JsonValueKind.Object, "an object").Value.EnumerateObject()
            .Select(field => (Name: self.Whole(() => field.Name), field.Value)).Select(field => (field.Name, self.At(self.Join(field.Name), field.Value)));
    }

    /// <summary>The entries of a list.</summary>
    public IEnumerable<JsonPlace> Entries()
    {
        JsonPlace self = this;
        return Need(JsonValueKind.Array, "a list").Value.EnumerateArray().Select((entry, index) => self.At($"{self.Path}[{index}]", entry));
    }

    public JsonPlace Need(string name, JsonValueKind kind, string expected) =>
        Field(name) is JsonPlace field ? field.Need(kind, expected) : throw Lacks(name, expected);

    public JsonPlace Need(JsonValueKind kind, string expected) => Kind == kind ? this : throw Wrong(expected);

    public string Text()
    {
        JsonElement value = Need(JsonValueKind.String, "a string").Value;
        return Whole(() => value.GetString()!);
    }

    /// <summary>An id: a whole number from 0 on.</summary>
    public int Id() => Kind == JsonValueKind.Number && Value.TryGetInt32(out int id) && id >= 0 ? id : throw Wrong("an id, a whole number from 0 on");

    /// <summary>A field that is true or false; null where it is absent.</summary>
    public bool? Flag(string name) => Field(name) is not JsonPlace field ? null : field.Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw field.Wrong("true or false"),
    };

    public InputException Lacks(string name, string expected) => new($"{File}, {Join(name)}: expected {expected}, found nothing.");

    public InputException Wrong(string expected, string? remedy = null) =>
        new($"{Name}: expected {expected}, found {Sample()}{(remedy is null ? "" : $"; {remedy}")}.");

    /// <summary>The value as written, its beginning where it is long.</summary>
    public string Sample()
    {
        string text = Value.GetRawText();
        return text.Length > Shown ? text[..Shown] + "…" : text;
    }

    private string Whole(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException error)
        {
            throw new InputException($"{Name} is damaged: {HalfCharacter}", error);
        }
    }

    private JsonPlace At(string path, JsonElement value) => new(File, path, value);

    private string Join(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}

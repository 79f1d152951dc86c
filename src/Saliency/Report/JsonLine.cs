using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Report;

/// <summary>Objects of JSON, as results hold them, a line each.</summary>
internal static class JsonLine
{
    /// <summary>Settings for writing. Relaxed escaping keeps words readable; it would be unsafe inside HTML, where this text is never put.</summary>
    public static JsonSerializerOptions Settings(JsonSerializerOptions from, bool indented = false) => new(from)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
        NewLine = "\n",
    };

    /// <summary>An object; hidden characters are escaped.</summary>
    public static string Write<T>(T value, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Printable.InJson(JsonSerializer.Serialize(value, type));
    }

    /// <summary>The first line of a corpus.</summary>
    /// <exception cref="InputException">It is none, or one of another version or kind.</exception>
    public static T ReadHead<T>(string line, JsonTypeInfo<T> type, string schema) where T : class
    {
        ArgumentNullException.ThrowIfNull(line);
        string? found = SchemaOf(line);
        if (found == schema) return Read(line, type, "the first line of a corpus");
        string? kind = found is null ? null : found.StartsWith(schema[..(schema.LastIndexOf('/') + 1)], StringComparison.Ordinal)
            ? "of another version of this program" : "of another command";
        throw new InputException($"expected the first line of a corpus, schema {schema}; found {(kind is null ? "something else." : $"schema {found}, {kind}.")}");
    }

    /// <summary>What a line holds.</summary>
    /// <param name="line">The line.</param>
    /// <param name="type">Its type.</param>
    /// <param name="expected">What it should be, for the message.</param>
    /// <exception cref="InputException">It is something else.</exception>
    public static T Read<T>(string line, JsonTypeInfo<T> type, string expected) where T : class
    {
        ArgumentNullException.ThrowIfNull(line);
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw new InputException($"expected {expected}; found null.");
        }
        catch (JsonException problem)
        {
            throw new InputException(string.IsNullOrWhiteSpace(line) ? $"expected {expected}; found an empty line."
                : $"expected {expected}: {problem.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", problem);
        }
        catch (InvalidOperationException problem) // \ud800 without its second half
        {
            throw new InputException($"expected {expected}; found an escape that is no character.", problem);
        }
    }

    private static string? SchemaOf(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("schema", out var schema)
                && schema.ValueKind == JsonValueKind.String ? schema.GetString() : null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

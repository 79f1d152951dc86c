using System.Text.Encodings.Web;
using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>Opens files of JSON; whatever makes them unreadable becomes a sentence.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static ReadOnlySpan<byte> Mark => "\uFEFF"u8;

    /// <summary>
    /// Hands on the root of a file in which every name is there once and every text is Unicode, so that any part of it can be
    /// asked for.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What it should be, for messages: "a model's configuration".</param>
    /// <param name="read">Reads the root.</param>
    /// <exception cref="InputException">The file is missing or damaged.</exception>
    public static T Read<T>(string path, string expected, Func<JsonElement, T> read)
    {
        byte[] bytes = RegularFile.ReadAllBytes(path, expected);
        int mark = bytes.AsSpan().StartsWith(Mark) ? Mark.Length : 0;
        try
        {
            using var json = JsonDocument.Parse(bytes.AsMemory(mark));
            Check(path, "a name or text", json.RootElement);
            return read(json.RootElement);
        }
        catch (JsonException e)
        {
            if (ForeignFile.Describe(bytes, json: true) is { } kind)
                throw new InputException($"'{path}' is {kind}; expected {expected} in JSON.", e);
            throw new InputException($"'{path}' is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", e);
        }
    }

    private static void Check(string path, string place, JsonElement element)
    {
        try
        {
            if (element.ValueKind == JsonValueKind.String) _ = element.GetString();
            else if (element.ValueKind == JsonValueKind.Array)
                foreach (var item in element.EnumerateArray()) Check(path, place, item);
            else if (element.ValueKind == JsonValueKind.Object) CheckObject(path, place, element);
        }
        catch (InvalidOperationException e)
        {
            throw new InputException(
                $"'{path}': {place} should be Unicode, but has half a surrogate pair, such as \\ud800, or bytes that are no UTF-8.", e);
        }
    }

    private static void CheckObject(string path, string place, JsonElement element)
    {
        var names = new HashSet<string>();
        foreach (var entry in element.EnumerateObject())
        {
            string name = entry.Name.Quote();
            if (!names.Add(entry.Name)) throw new InputException($"'{path}' has {name} twice; which of them is meant cannot be known.");
            Check(path, $"the value of {name}", entry.Value);
        }
    }

    /// <summary>A value in one line, short and visible enough for a message.</summary>
    public static string Sample(JsonElement element) => JsonSerializer.Serialize(element, OneLine).Quote()[1..^1];
}

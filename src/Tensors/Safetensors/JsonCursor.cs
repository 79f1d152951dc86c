using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace PureSaliency.Tensors;

/// <summary>
/// Walks over one JSON object, token by token, without recursion. Whatever does not fit becomes a sentence that names the
/// file and the byte.
/// </summary>
internal ref struct JsonCursor
{
    private readonly string file;
    private readonly long origin;
    private Utf8JsonReader reader;

    /// <summary>Enters the object that is all of <paramref name="json"/>, which begins at byte <paramref name="origin"/>.</summary>
    public JsonCursor(ReadOnlySpan<byte> json, string file, long origin)
    {
        this.file = file;
        this.origin = origin;
        if (!Utf8.IsValid(json))
            throw new SafetensorsException($"{file}: The JSON text should be UTF-8, but byte {origin + FirstInvalid(json)} is not.");
        if (json.IsEmpty || json[0] != '{')
        {
            string found = json.IsEmpty ? "nothing" : $"0x{json[0]:X2}";
            throw new SafetensorsException($"{file}: The JSON text should begin with '{{', but {found} was found at byte {origin}.");
        }
        reader = new Utf8JsonReader(json);
        Next();
    }

    /// <summary>Goes to the next name of the object called <paramref name="place"/>; false at its end.</summary>
    public bool NextName(string place, out string name)
    {
        Next();
        name = reader.TokenType == JsonTokenType.PropertyName ? Text(place) : "";
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Enters the object that should come next.</summary>
    public void EnterObject(string place)
    {
        Next();
        if (reader.TokenType != JsonTokenType.StartObject) throw Unexpected(place, "an object");
    }

    /// <summary>Enters the array that should come next.</summary>
    public void EnterArray(string place)
    {
        Next();
        if (reader.TokenType != JsonTokenType.StartArray) throw Unexpected(place, "an array of non-negative integers");
    }

    /// <summary>The next integer of the array called <paramref name="place"/>; false at its end.</summary>
    public bool NextInteger(string place, out long value)
    {
        Next();
        value = 0;
        if (reader.TokenType == JsonTokenType.EndArray) return false;
        // Digits only: neither -0 nor 1.0 nor 1e3 is how a size is written.
        if (reader.TokenType == JsonTokenType.Number && !reader.ValueSpan.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && reader.TryGetInt64(out value)) return true;
        throw Unexpected(place, $"an array of non-negative integers, none above {long.MaxValue}");
    }

    /// <summary>The text that should come next.</summary>
    public string NextText(string place)
    {
        Next();
        return reader.TokenType == JsonTokenType.String ? Text(place) : throw Unexpected(place, "a text");
    }

    /// <summary>Passes over the next value, whatever it is.</summary>
    public void SkipValue()
    {
        try
        {
            reader.Skip();
        }
        catch (JsonException e)
        {
            throw Invalid(e);
        }
    }

    /// <summary>Makes sure that only white space follows.</summary>
    public void End() => Next();

    /// <summary>A sentence about the token just read.</summary>
    public readonly SafetensorsException Fail(string sentence) =>
        new($"{file}: {sentence} (at byte {origin + reader.TokenStartIndex}).");

    private void Next()
    {
        try
        {
            reader.Read();
        }
        catch (JsonException e)
        {
            throw Invalid(e);
        }
    }

    private readonly string Text(string place)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e) // half a surrogate pair, written as \uD800
        {
            long at = origin + reader.TokenStartIndex;
            throw new SafetensorsException($"{file}: {place} should be Unicode, but half a surrogate pair was found (at byte {at}).", e);
        }
    }

    private readonly SafetensorsException Unexpected(string place, string expected) =>
        Fail($"{place} should be {expected}, but {Found()} was found");

    private readonly string Found() => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "the text " + Encoding.UTF8.GetString(reader.ValueSpan).Quote(),
        JsonTokenType.Number => "the number " + Encoding.UTF8.GetString(reader.ValueSpan).Quote(),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => "null",
    };

    private readonly SafetensorsException Invalid(JsonException e)
    {
        string reason = e.Message.Split(" LineNumber:")[0].TrimEnd('.').Quote();
        long at = origin + reader.BytesConsumed;
        return new SafetensorsException($"{file}: The text should be one valid JSON object, but is not near byte {at}: {reason}.", e);
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out int length) == OperationStatus.Done) at += length;
        return at;
    }
}

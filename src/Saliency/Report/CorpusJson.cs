using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Report;

/// <summary>A corpus as lines of JSON: first a <see cref="CorpusHead"/>, then a <see cref="CorpusRow"/> each, after <c>docs/explanation.schema.json</c>.</summary>
public static class CorpusJson
{
    // Relaxed escaping keeps words readable; it would be unsafe inside HTML, where this text is never put.
    private static readonly CorpusContext Line = new(new JsonSerializerOptions(CorpusContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The first line, without its end; hidden characters are escaped.</summary>
    public static string Write(CorpusHead head) => Printable.InJson(JsonSerializer.Serialize(head, Line.CorpusHead));

    /// <summary>A row's line, without its end; hidden characters are escaped.</summary>
    public static string Write(CorpusRow row) => Printable.InJson(JsonSerializer.Serialize(row, Line.CorpusRow));

    /// <summary>The head that a first line holds.</summary>
    /// <exception cref="InputException">It is none, or one of another version.</exception>
    public static CorpusHead ReadHead(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        string? schema = SchemaOf(line);
        if (schema != ExplanationJson.Schema)
            throw new InputException($"expected the first line of a corpus, schema {ExplanationJson.Schema}; found "
                + (schema is null ? "something else." : $"schema {schema}, of another version of this program."));
        return Read(line, Line.CorpusHead, "the first line of a corpus");
    }

    /// <summary>The row that a line holds.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static CorpusRow ReadRow(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return Read(line, Line.CorpusRow, "a row of a corpus");
    }

    private static T Read<T>(string line, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, string expected) where T : class
    {
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

/// <summary>A corpus read a row at a time; only one is held.</summary>
public sealed class CorpusReader
{
    private readonly TextReader lines;
    private readonly string name;

    /// <summary>Reads the first line.</summary>
    /// <param name="lines">The corpus from its beginning.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <exception cref="InputException">It is no corpus of this version.</exception>
    public CorpusReader(TextReader lines, string name)
    {
        ArgumentNullException.ThrowIfNull(lines);
        (this.lines, this.name) = (lines, name);
        Head = Read(1, CorpusJson.ReadHead) ?? throw new InputException($"{name}: expected the first line of a corpus; found an empty file.");
    }

    /// <summary>What holds for every row.</summary>
    public CorpusHead Head { get; }

    /// <summary>The rows in their order, once.</summary>
    /// <exception cref="InputException">A line is no row.</exception>
    public IEnumerable<CorpusRow> Rows()
    {
        for (long line = 2; Read(line, CorpusJson.ReadRow) is { } row; line++)
            yield return row;
    }

    private T? Read<T>(long number, Func<string, T> read) where T : class
    {
        try
        {
            return lines.ReadLine() is { } line ? read(line) : null;
        }
        catch (InputException problem)
        {
            throw new InputException($"{name}, line {number}: {problem.Message}", problem);
        }
    }
}

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CorpusHead))]
[JsonSerializable(typeof(CorpusRow))]
internal sealed partial class CorpusContext : JsonSerializerContext;

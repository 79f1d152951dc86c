using System.Text.Json.Serialization;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Report;

/// <summary>A corpus as lines of JSON: first a <see cref="CorpusHead"/>, then a <see cref="CorpusRow"/> each, after <c>docs/explanation.schema.json</c>.</summary>
public static class CorpusJson
{
    private static readonly CorpusContext Line = new(JsonLine.Settings(CorpusContext.Default.Options));

    /// <summary>The first line, without its end; hidden characters are escaped.</summary>
    public static string Write(CorpusHead head) => JsonLine.Write(head, Line.CorpusHead);

    /// <summary>A row's line, without its end; hidden characters are escaped.</summary>
    public static string Write(CorpusRow row) => JsonLine.Write(row, Line.CorpusRow);

    /// <summary>The head that a first line holds.</summary>
    /// <exception cref="InputException">It is none, or one of another version.</exception>
    public static CorpusHead ReadHead(string line) => JsonLine.ReadHead(line, Line.CorpusHead, ExplanationJson.Schema);

    /// <summary>The row that a line holds.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static CorpusRow ReadRow(string line) => JsonLine.Read(line, Line.CorpusRow, "a row of a corpus");
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

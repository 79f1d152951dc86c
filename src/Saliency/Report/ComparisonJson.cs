using System.Text.Json.Serialization;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Report;

/// <summary>
/// Comparisons of methods as JSON after <c>docs/explanation.schema.json</c>: one object of one text; of a corpus first a
/// <see cref="ComparisonHead"/>, then a <see cref="CorpusRow"/> each, on lines of their own.
/// </summary>
public static class ComparisonJson
{
    private static readonly ComparisonContext Line = new(JsonLine.Settings(ComparisonContext.Default.Options));
    private static readonly ComparisonContext Indented = new(JsonLine.Settings(ComparisonContext.Default.Options, indented: true));

    /// <summary>One JSON object, on one line unless indented; hidden characters are escaped.</summary>
    public static string Write(MethodComparison comparison, bool indented = false) => JsonLine.Write(comparison, (indented ? Indented : Line).MethodComparison);

    /// <summary>The first line, without its end; hidden characters are escaped.</summary>
    public static string Write(ComparisonHead head) => JsonLine.Write(head, Line.ComparisonHead);

    /// <summary>The comparison that <see cref="Write(MethodComparison, bool)"/> wrote.</summary>
    /// <exception cref="InputException">This is not a comparison of this version.</exception>
    public static MethodComparison Read(string json)
    {
        var read = JsonLine.Read(json, Line.MethodComparison, "a comparison");
        return read.Schema == MethodComparison.CurrentSchema ? read
            : throw new InputException($"Comparison: expected schema {MethodComparison.CurrentSchema}, found {read.Schema}.");
    }

    /// <summary>The head that a first line holds.</summary>
    /// <exception cref="InputException">It is none, or one of another version.</exception>
    public static ComparisonHead ReadHead(string line) => JsonLine.ReadHead(line, Line.ComparisonHead, MethodComparison.CurrentSchema);
}

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(MethodComparison))]
[JsonSerializable(typeof(ComparisonHead))]
internal sealed partial class ComparisonContext : JsonSerializerContext;

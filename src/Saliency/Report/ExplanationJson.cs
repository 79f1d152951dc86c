using System.Text.Json;
using System.Text.Json.Serialization;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Report;

/// <summary>Explanations as JSON after <c>docs/explanation.schema.json</c>.</summary>
public static class ExplanationJson
{
    /// <summary>Name and version of the schema that is written and read.</summary>
    public const string Schema = "puresaliency/explanation/2";

    private static readonly ExplanationContext Line = new(JsonLine.Settings(ExplanationContext.Default.Options));
    private static readonly ExplanationContext Indented = new(JsonLine.Settings(ExplanationContext.Default.Options, indented: true));

    /// <summary>One JSON object, on one line unless indented; hidden characters are escaped.</summary>
    public static string Write(Explanation explanation, bool indented = false) => JsonLine.Write(explanation, (indented ? Indented : Line).Explanation);

    /// <summary>The explanation that <see cref="Write"/> wrote.</summary>
    /// <exception cref="InputException">This is not an explanation of this version.</exception>
    public static Explanation Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            var read = JsonSerializer.Deserialize(json, Line.Explanation);
            return read?.Schema == Schema ? read
                : throw new InputException($"Explanation: expected schema {Schema}, found {read?.Schema ?? "null"}.");
        }
        catch (JsonException problem)
        {
            throw new InputException($"Explanation, line {problem.LineNumber + 1}: {problem.Message}", problem);
        }
    }
}

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Explanation))]
internal sealed partial class ExplanationContext : JsonSerializerContext;

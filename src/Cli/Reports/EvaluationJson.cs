using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Reports;

/// <summary>Writes evaluations as JSON; hidden characters are escaped.</summary>
internal static class EvaluationJson
{
    private static readonly EvaluationContext Line = Context(indented: false), Indented = Context(indented: true);

    public static string Write(EvaluationDocument evaluation, bool indented) =>
        Printable.InJson(JsonSerializer.Serialize(evaluation, (indented ? Indented : Line).EvaluationDocument));

    public static string Write(EvaluationErrorRow error) => Printable.InJson(JsonSerializer.Serialize(error, Line.EvaluationErrorRow));

    private static EvaluationContext Context(bool indented) => new(new JsonSerializerOptions(EvaluationContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
        NewLine = "\n",
    });
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EvaluationDocument))]
[JsonSerializable(typeof(EvaluationErrorRow))]
internal sealed partial class EvaluationContext : JsonSerializerContext;

using System.Text.Json.Serialization;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Training;
using PureSaliency.Saliency.Options;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Cli.Reports;

/// <summary>An evaluation as JSON, after <c>docs/evaluation.schema.json</c>.</summary>
internal sealed record EvaluationDocument
{
    public const string Name = "puresaliency/evaluation/1";

    [JsonPropertyName("schema")]
    public string Schema { get; init; } = Name;
    [JsonPropertyName("program")]
    public string Program { get; init; } = CorpusHead.ThisProgram;
    /// <summary>Name of the file of texts, without its folder.</summary>
    [JsonPropertyName("data")]
    public required string Data { get; init; }
    /// <summary>Name of the model's folder.</summary>
    [JsonPropertyName("model")]
    public required string Model { get; init; }
    /// <summary>What a classifier's outputs mean; left out for a language model, as is all that follows but the metrics.</summary>
    [JsonPropertyName("outputs"), JsonConverter(typeof(SwitchConverter<OutputKind>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OutputKind? Outputs { get; init; }
    /// <summary>How labels were read.</summary>
    [JsonPropertyName("labels"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Labels { get; init; }
    [JsonPropertyName("metrics")]
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }
    /// <summary>Figures of each class or label in the model's order.</summary>
    [JsonPropertyName("classes"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ClassFigures>? Classes { get; init; }
    /// <summary>Counts: a row per class of the texts, a column per class of the answers.</summary>
    [JsonPropertyName("confusion"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<long>>? Confusion { get; init; }
    /// <summary>Errors in all.</summary>
    [JsonPropertyName("errorCount"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ErrorCount { get; init; }
    /// <summary>Those that were asked for.</summary>
    [JsonPropertyName("errors"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EvaluationErrorRow>? Errors { get; init; }
    [JsonPropertyName("notes"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>The document of what was measured.</summary>
    /// <param name="data">The file of texts.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="result">Its figures.</param>
    public static EvaluationDocument Of(string data, string model, Evaluation result) =>
        new() { Data = Path.GetFileName(data), Model = model, Metrics = result.Metrics };

    /// <summary>The same with what is known of a classifier.</summary>
    /// <param name="outputs">What its outputs mean.</param>
    /// <param name="found">What was found.</param>
    /// <param name="errors">Most errors to be listed; null for no list.</param>
    public EvaluationDocument With(OutputKind outputs, LabelledEvaluation found, int? errors) => this with
    {
        Outputs = outputs,
        Labels = found.Labels,
        Classes = found.Details.Classes.Count == 0 ? null : found.Details.Classes,
        Confusion = found.Details.Confusion is { } confusion ? Counts(confusion) : null,
        ErrorCount = found.Details.Errors.Count,
        Errors = errors is { } most ? [.. found.Details.Errors.Take(most).Select(EvaluationErrorRow.Of)] : null,
        Notes = found.Notes,
    };

    private static long[][] Counts(Confusion confusion) =>
        [.. confusion.Labels.Select((_, truth) => confusion.Labels.Select((_, prediction) => confusion[truth, prediction]).ToArray())];
}

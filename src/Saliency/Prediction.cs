using System.Text.Json.Serialization;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Options;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Saliency;

/// <summary>What the classifier answers for a text. Serialises to the schema <c>docs/prediction.schema.json</c>.</summary>
public sealed record Prediction
{
    /// <summary>Name and version of the schema.</summary>
    [JsonPropertyName("schema")]
    public string Schema { get; init; } = PredictionJson.Schema;
    /// <summary>The text.</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }
    /// <summary>The classifier.</summary>
    [JsonPropertyName("model")]
    public required ModelIdentity Model { get; init; }
    /// <summary>What the classifier's outputs mean.</summary>
    [JsonPropertyName("outputs"), JsonConverter(typeof(SwitchConverter<OutputKind>))]
    public OutputKind Outputs { get; init; }
    /// <summary>The class or label with the highest logit, whether it holds or not; of numbers the first.</summary>
    [JsonPropertyName("prediction")]
    public required ClassScore Top { get; init; }
    /// <summary>Of labels that do not exclude each other those that hold, the surest first; null for other outputs.</summary>
    [JsonPropertyName("holding")]
    public IReadOnlyList<ClassScore>? Holding { get; init; }
    /// <summary>All classes in the model's order.</summary>
    [JsonPropertyName("classes")]
    public required IReadOnlyList<ClassScore> Classes { get; init; }
    /// <summary>Number of tokens, the added ones included.</summary>
    [JsonPropertyName("tokens")]
    public required int Tokens { get; init; }
    /// <summary>The overlapping windows of a text longer than the model's positions; empty otherwise.</summary>
    [JsonPropertyName("windows")]
    public IReadOnlyList<TextWindow> Windows { get; init; } = [];
    /// <summary>What the reader should know, in sentences.</summary>
    [JsonPropertyName("notes")]
    public IReadOnlyList<string> Notes { get; init; } = [];
    /// <summary>How long it took; of texts that shared a pass the same part each.</summary>
    [JsonPropertyName("milliseconds")]
    public required double Milliseconds { get; init; }

    /// <summary>
    /// What the classifier answers: the class with the highest logit; of labels that stand by themselves those that hold, the
    /// surest first, which may be none; of numbers the first.
    /// </summary>
    public IReadOnlyList<ClassScore> Answer() => Holding ?? [Top];
}

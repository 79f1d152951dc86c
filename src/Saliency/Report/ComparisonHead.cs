using System.Text.Json.Serialization;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Report;

/// <summary>
/// What holds for every row of a corpus that several methods explain, said once in its first line. Serialises to <c>$defs/comparisonHead</c> of
/// the schema.
/// </summary>
public sealed record ComparisonHead
{
    /// <summary>Name and version of the schema.</summary>
    [JsonPropertyName("schema")]
    public string Schema { get; init; } = MethodComparison.CurrentSchema;
    /// <summary>What explained.</summary>
    [JsonPropertyName("program")]
    public string Program { get; init; } = CorpusHead.ThisProgram;
    /// <summary>Name of the file of texts, without its folder; <c>-</c> for standard input.</summary>
    [JsonPropertyName("input")]
    public required string Input { get; init; }
    /// <summary>Column or field of the text.</summary>
    [JsonPropertyName("column")]
    public required string Column { get; init; }
    /// <summary>Columns or fields that go with each row.</summary>
    [JsonPropertyName("keep")]
    public required IReadOnlyList<string> Keep { get; init; }
    /// <summary>How much of an explanation each row holds.</summary>
    [JsonPropertyName("detail"), JsonConverter(typeof(SwitchConverter<CorpusDetail>))]
    public CorpusDetail Detail { get; init; }
    /// <summary>The classifier.</summary>
    [JsonPropertyName("model")]
    public required ModelIdentity Model { get; init; }
    /// <summary>The pre-trained language-model head of the methods that decode; null where none does.</summary>
    [JsonPropertyName("head")]
    public ModelIdentity? Head { get; init; }
    /// <summary>All switches of each method, in the order in which rows give them.</summary>
    [JsonPropertyName("options")]
    public required IReadOnlyList<ExplainOptions> Options { get; init; }
    /// <summary>What the classifier's outputs mean.</summary>
    [JsonPropertyName("outputs"), JsonConverter(typeof(SwitchConverter<OutputKind>))]
    public OutputKind Outputs { get; init; }
    /// <summary>Names of the classes in the order in which rows give their logits and probabilities.</summary>
    [JsonPropertyName("labels")]
    public required IReadOnlyList<string> Labels { get; init; }
}

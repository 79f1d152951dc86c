using System.Text.Json.Serialization;
using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Saliency.Study;

/// <summary>What a study found: <c>study.json</c>. It holds no times: the same seed gives the same bytes.</summary>
public sealed record StudyResult
{
    /// <summary>What the study is about.</summary>
    [JsonPropertyName("study")]
    public required StudyHead Study { get; init; }

    /// <summary>The texts.</summary>
    [JsonPropertyName("texts")]
    public required StudyTexts Texts { get; init; }

    /// <summary>One for each method at each layer.</summary>
    [JsonPropertyName("results")]
    public required IReadOnlyList<StudyEntryResult> Results { get; init; }

    /// <summary>Rank agreement of methods at their chosen layers.</summary>
    [JsonPropertyName("agreement")]
    public IReadOnlyList<StudyAgreement> Agreement { get; init; } = [];

    /// <summary>What was found of layers, whatever the method.</summary>
    [JsonPropertyName("layers")]
    public IReadOnlyList<StudyLayer> Layers { get; init; } = [];

    /// <summary>What there is to say in words.</summary>
    [JsonPropertyName("findings")]
    public required IReadOnlyList<string> Findings { get; init; }
}

/// <summary>The texts of a study.</summary>
/// <param name="Count">How many.</param>
/// <param name="Cut">How many of them were longer than the model reads, and cut.</param>
/// <param name="Tokens">Tokens on the average, the added ones included.</param>
/// <param name="Accuracy">Share of predictions that are the data's; null where the data give no classes.</param>
/// <param name="Predicted">How many were predicted of each class.</param>
public sealed record StudyTexts(
    [property: JsonPropertyName("count")] int Count, [property: JsonPropertyName("cut")] int Cut, [property: JsonPropertyName("tokens")] double Tokens,
    [property: JsonPropertyName("accuracy")] double? Accuracy, [property: JsonPropertyName("predicted")] IReadOnlyList<int> Predicted);

/// <summary>What was found of a method at a layer.</summary>
public sealed record StudyEntryResult
{
    /// <summary>The method and the layer.</summary>
    [JsonPropertyName("entry")]
    public required StudyEntry Entry { get; init; }

    /// <summary>Passes forward through the model per text, were it alone.</summary>
    [JsonPropertyName("forward")]
    public required double Forward { get; init; }

    /// <summary>Passes back.</summary>
    [JsonPropertyName("backward")]
    public required double Backward { get; init; }

    /// <summary>Texts on which it gave no map, and why the first did not.</summary>
    [JsonPropertyName("without"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Without { get; init; }

    /// <summary>Numbers: mean and interval of each.</summary>
    [JsonPropertyName("numbers")]
    public required SortedDictionary<string, Interval> Numbers { get; init; }

    /// <summary>Curves: mean and interval of each of their points.</summary>
    [JsonPropertyName("curves")]
    public required SortedDictionary<string, IReadOnlyList<Interval>> Curves { get; init; }

    /// <summary>Differences, text by text, to a method that is a yardstick: by its name, then by number.</summary>
    [JsonPropertyName("differences")]
    public required SortedDictionary<string, SortedDictionary<string, Interval>> Differences { get; init; }

    /// <summary>Rank agreement with the same method at the next layer.</summary>
    [JsonPropertyName("next"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Interval? Next { get; init; }

    /// <summary>Share of important tokens that several classes have in common.</summary>
    [JsonPropertyName("tokenOverlap"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TokenOverlap { get; init; }

    /// <summary>Correlation with the first map as weights are drawn anew, by the last part drawn.</summary>
    [JsonPropertyName("cascade"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CascadeStep>? Cascade { get; init; }
}

/// <summary>A step of the cascade.</summary>
/// <param name="Part">The last part whose weights were drawn.</param>
/// <param name="Spearman">Correlation with the first map; null where no text has one.</param>
public sealed record CascadeStep([property: JsonPropertyName("part")] string Part, [property: JsonPropertyName("spearman")] Interval? Spearman);

/// <summary>Rank agreement of two methods.</summary>
public sealed record StudyAgreement(
    [property: JsonPropertyName("first")] StudyEntry First, [property: JsonPropertyName("second")] StudyEntry Second,
    [property: JsonPropertyName("spearman")] Interval Spearman);

/// <summary>A layer as the head reads it, and how large gradients are there.</summary>
/// <param name="Layer">0 is the embedding output.</param>
/// <param name="Copy">Share of positions whose own id is among the row's top entries.</param>
/// <param name="Mass">Probability on ids that occur in the text.</param>
/// <param name="Nll">−log probability of the own id, nats.</param>
/// <param name="GradientNorm">Frobenius norm of the gradient of the explained logit.</param>
public sealed record StudyLayer(
    [property: JsonPropertyName("layer")] int Layer, [property: JsonPropertyName("copy")] Interval Copy, [property: JsonPropertyName("mass")] Interval Mass,
    [property: JsonPropertyName("nll")] Interval Nll, [property: JsonPropertyName("gradientNorm")] Interval GradientNorm);

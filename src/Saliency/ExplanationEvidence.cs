using System.Text.Json.Serialization;

namespace PureSaliency.Saliency;

/// <summary>What was tried to see whether an explanation can be trusted: this text, this layer, this class.</summary>
public sealed record ExplanationEvidence
{
    /// <summary>Whether nothing that must hold failed. Curves are no condition: a map may be right and the model depend on many words.</summary>
    [JsonPropertyName("holds")]
    public required bool Holds { get; init; }
    /// <summary>The layer whose gradient was tried.</summary>
    [JsonPropertyName("layer")]
    public required int Layer { get; init; }
    /// <summary>The layer's gradient beside finite differences in double.</summary>
    [JsonPropertyName("gradient")]
    public required GradientEvidence Gradient { get; init; }
    /// <summary>What the number type of the explanation costs; null where that was double already.</summary>
    [JsonPropertyName("precision")]
    public PrecisionEvidence? Precision { get; init; }
    /// <summary>Whether scores add up to what the method promises; null where it promises nothing.</summary>
    [JsonPropertyName("completeness")]
    public CompletenessEvidence? Completeness { get; init; }
    /// <summary>The explained value as words are hidden, those with the highest scores first; null without a token to hide them behind.</summary>
    [JsonPropertyName("deletion")]
    public CurveEvidence? Deletion { get; init; }
    /// <summary>The same as words are shown, all others hidden.</summary>
    [JsonPropertyName("insertion")]
    public CurveEvidence? Insertion { get; init; }
    /// <summary>What it cost, in forward passes; a backward pass counts as two.</summary>
    [JsonPropertyName("passes")]
    public required int Passes { get; init; }
    /// <summary>What the reader should know, in sentences.</summary>
    [JsonPropertyName("notes")]
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A gradient along directions, G·u, beside (f(h + εu) − f(h − εu)) / 2ε in double.</summary>
/// <param name="Directions">How many; the first is the gradient's own, the others are drawn.</param>
/// <param name="Worst">Largest difference, as a share of ‖G‖.</param>
/// <param name="Allowed">What is allowed.</param>
/// <param name="Informative">Whether there was a gradient; where it is 0 nothing was shown.</param>
/// <param name="Holds">Whether the difference is allowed.</param>
public sealed record GradientEvidence(
    [property: JsonPropertyName("directions")] int Directions,
    [property: JsonPropertyName("worst")] double Worst,
    [property: JsonPropertyName("allowed")] double Allowed,
    [property: JsonPropertyName("informative")] bool Informative,
    [property: JsonPropertyName("holds")] bool Holds);

/// <summary>The layer's gradient in the explanation's number type beside the same in double.</summary>
/// <param name="Computed">What the explanation was computed in.</param>
/// <param name="Gradient">‖difference‖ / ‖G‖.</param>
/// <param name="Logit">Difference of the explained class's logits.</param>
/// <param name="Allowed">What is allowed of the first.</param>
/// <param name="Holds">Whether it is.</param>
public sealed record PrecisionEvidence(
    [property: JsonPropertyName("computed")] string Computed,
    [property: JsonPropertyName("gradient")] double Gradient,
    [property: JsonPropertyName("logit")] double Logit,
    [property: JsonPropertyName("allowed")] double Allowed,
    [property: JsonPropertyName("holds")] bool Holds);

/// <summary>Σ attributions beside what they should add up to.</summary>
/// <param name="Sum">What they add up to.</param>
/// <param name="Difference">What they should.</param>
/// <param name="Allowed">The difference that is allowed between both.</param>
/// <param name="Holds">Whether it is.</param>
public sealed record CompletenessEvidence(
    [property: JsonPropertyName("sum")] double Sum,
    [property: JsonPropertyName("difference")] double Difference,
    [property: JsonPropertyName("allowed")] double Allowed,
    [property: JsonPropertyName("holds")] bool Holds);

/// <summary>A value as more and more of a text's tokens are hidden or shown, by the map's order and by a drawn one.</summary>
/// <param name="Percents">Share of the tokens, in per cent.</param>
/// <param name="Values">The explained class's probability, or number, in the map's order.</param>
/// <param name="Area">Area under it over 0 … 1.</param>
/// <param name="RandomValues">The same in a drawn order.</param>
/// <param name="RandomArea">Area under that.</param>
public sealed record CurveEvidence(
    [property: JsonPropertyName("percents")] IReadOnlyList<int> Percents,
    [property: JsonPropertyName("values")] IReadOnlyList<double> Values,
    [property: JsonPropertyName("area")] double Area,
    [property: JsonPropertyName("randomValues")] IReadOnlyList<double> RandomValues,
    [property: JsonPropertyName("randomArea")] double RandomArea);

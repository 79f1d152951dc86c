using System.Text.Json.Serialization;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Report;

/// <summary>What one of several methods says of a row of a corpus.</summary>
public sealed record CorpusMethod
{
    /// <summary>Its name, with <c>decoded-</c> before it where its scores are decoded.</summary>
    [JsonPropertyName("method")]
    public required string Method { get; init; }
    /// <summary>The layer asked for; where all were, the one that <c>auto</c> takes.</summary>
    [JsonPropertyName("chosenLayer")]
    public required int ChosenLayer { get; init; }
    /// <summary>One entry per explained layer, lowest first.</summary>
    [JsonPropertyName("layers")]
    public required IReadOnlyList<CorpusLayer> Layers { get; init; }
    /// <summary>What the reader should know, in sentences.</summary>
    [JsonPropertyName("notes"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Notes { get; init; }

    internal static CorpusMethod Of(Explanation explanation, CorpusDetail detail) => new()
    {
        Method = SwitchNames.Method(explanation.Options),
        ChosenLayer = explanation.ChosenLayer,
        Layers = [.. explanation.Layers.Select(layer => CorpusLayer.Of(layer, detail))],
        Notes = explanation.Notes.Count == 0 ? null : explanation.Notes,
    };
}

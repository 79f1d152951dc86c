using System.Text.Json.Serialization;

namespace PureSaliency.Saliency.Study;

/// <summary>What is left of a text's maps when weights were drawn anew, from the head down to some part.</summary>
/// <param name="Step">How many parts were drawn, from 1.</param>
/// <param name="Part">The last of them.</param>
/// <param name="Row">Number of the text in the data.</param>
/// <param name="Spearman">Spearman's correlation of each entry's map with its first one; null where one of them has a single value.</param>
public sealed record CascadeRow(
    [property: JsonPropertyName("step")] int Step, [property: JsonPropertyName("part")] string Part, [property: JsonPropertyName("row")] long Row,
    [property: JsonPropertyName("spearman")] double?[] Spearman);

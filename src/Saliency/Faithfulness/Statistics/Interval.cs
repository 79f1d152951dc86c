using System.Text.Json.Serialization;

namespace PureSaliency.Saliency.Faithfulness;

/// <summary>A mean over texts with the interval in which 95 % of the means of resampled texts lie.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Low">2.5 % of resampled means are below.</param>
/// <param name="High">2.5 % are above.</param>
/// <param name="Texts">Texts that have a value.</param>
public sealed record Interval(
    [property: JsonPropertyName("mean")] double Mean, [property: JsonPropertyName("low")] double Low,
    [property: JsonPropertyName("high")] double High, [property: JsonPropertyName("texts")] int Texts)
{
    /// <summary>Whether all of it lies above 0.</summary>
    [JsonIgnore]
    public bool IsPositive => Low > 0;

    /// <summary>Whether all of it lies below 0.</summary>
    [JsonIgnore]
    public bool IsNegative => High < 0;
}

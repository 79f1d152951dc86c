using System.Text.Json.Serialization;

namespace PureSaliency.Saliency.Study;

/// <summary>A line of a study's tables: a method at a layer.</summary>
/// <param name="Method">The method with its switches.</param>
/// <param name="Layer">The layer; null for a method that is about the text and no layer.</param>
/// <param name="Chosen">Whether this is the method's automatic layer, or the first of those named where it is not among them.</param>
public sealed record StudyEntry(
    [property: JsonPropertyName("method")] string Method, [property: JsonPropertyName("layer")] int? Layer, [property: JsonPropertyName("chosen")] bool Chosen)
{
    /// <summary>Both, for tables.</summary>
    public override string ToString() => Layer is { } layer ? $"{Method} @ {layer}" : Method;
}

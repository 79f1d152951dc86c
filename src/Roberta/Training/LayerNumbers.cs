using System.Text.RegularExpressions;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// Layers as people count them: the embedding is layer 0, and the l-th block gives layer l. Checkpoints number blocks from 0, so that
/// <c>roberta.encoder.layer.2</c> gives layer 3; files keep these names.
/// </summary>
public static partial class LayerNumbers
{
    /// <summary>The layer that a parameter belongs to; null if it belongs to none, as the head's.</summary>
    public static int? OfParameter(string name) =>
        Block().Match(name) is { Success: true } block && int.TryParse(block.Groups[1].ValueSpan, out int number) ? number + 1
        : name.Contains(".embeddings.", StringComparison.Ordinal) ? 0 : null;

    internal static string Of(string name) => OfParameter(name) is { } layer ? $"layer {layer}, " : "";

    internal static string Behind(string name) => OfParameter(name) is { } layer ? $" (layer {layer})" : "";

    [GeneratedRegex(@"encoder\.layer\.([0-9]+)\.")]
    private static partial Regex Block();
}

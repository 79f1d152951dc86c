using PureSaliency.Saliency.Methods;

namespace PureSaliency.Saliency.Engine;

/// <summary>Layers whose scores are averaged.</summary>
internal static class LayerMix
{
    /// <summary>l alone, or l − 1, l and l + 1, those of them that exist; ascending.</summary>
    public static IEnumerable<int> Of(int layer, int depth, ExplainOptions options)
    {
        int around = SaliencyMethods.For(options.Method).Info.IsAboutText ? 0 : (options.LayersMixed - 1) / 2;
        int first = Math.Max(0, layer - around);
        return Enumerable.Range(first, Math.Min(depth, layer + around) + 1 - first);
    }

    /// <summary>The mean of scores and contributions; completeness is one layer's own.</summary>
    public static PositionScores Mean(IReadOnlyList<PositionScores> layers) => layers.Count == 1 ? layers[0]
        : new(ExplanationBuilder.Mean([.. layers.Select(layer => layer.Scores)]), layers.All(layer => layer.Contributions is not null)
            ? ExplanationBuilder.Mean([.. layers.Select(layer => layer.Contributions!)]) : null);
}

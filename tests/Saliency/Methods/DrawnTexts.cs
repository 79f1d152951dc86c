using PureSaliency.Saliency;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Saliency.Methods;

/// <summary>Short texts of the golden model, drawn by seed.</summary>
internal static class DrawnTexts
{
    /// <summary>&lt;s&gt;, one to seven words, &lt;/s&gt;.</summary>
    public static int[] Of(int seed)
    {
        var random = new Random(seed);
        return [0, .. Enumerable.Range(0, 1 + random.Next(7)).Select(_ => random.Next(3, Golden.Tiny64.Vocabulary - 1)), 2];
    }

    /// <summary>At every layer the scores of a drawn text, with whatever else belongs to their account, are the difference that they explain.</summary>
    public static void AreAccountedFor(int seed, ExplainOptions options)
    {
        foreach (var layer in Golden.Tiny64.Explain(options with { Decode = false, Rectify = Rectify.None }, Math.Abs(seed % 3), Of(seed))[0].Layers)
            Close.Check<double>([layer.Completeness!.Sum], [layer.Completeness.Difference], 1e-9, $"{options.Method} of text {seed} at layer {layer.Layer}");
    }
}

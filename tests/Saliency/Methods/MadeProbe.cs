using PureSaliency.Saliency.Methods;

namespace PureSaliency.Tests.Saliency.Methods;

/// <summary>A text &lt;s&gt; … &lt;/s&gt; (ids 0 and 2) and a model that is a function of the ids; it keeps what it was asked.</summary>
internal sealed class MadeProbe(int[] inner, Func<int[], double> model, int[][]? words = null) : ITextProbe
{
    public const int Mask = 99, Pad = 1;

    public List<Variant> Asked { get; } = [];

    public IReadOnlyList<int> Ids { get; } = [0, .. inner, 2];

    public IReadOnlyList<int> Positions { get; } = [.. Enumerable.Range(2, inner.Length + 2)];

    public IReadOnlyList<int> Inner { get; } = [.. Enumerable.Range(1, inner.Length)];

    public IReadOnlyList<int[]> Units => words ?? [.. Inner.Select(place => new[] { place })];

    public int MaskId => Mask;

    public int PadId => Pad;

    public double[] Values(IEnumerable<Variant> variants, int count) => [.. variants.Select(variant =>
    {
        Asked.Add(variant);
        return model(variant.Ids);
    })];

    // The explained class against one whose logit is 0.
    public double[][] Logits(IEnumerable<Variant> variants, int count) => [.. Values(variants, count).Select(value => new[] { value, 0 })];
}

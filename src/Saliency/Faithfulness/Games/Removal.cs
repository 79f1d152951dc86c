namespace PureSaliency.Saliency.Faithfulness;

/// <summary>The probability as a text's tokens are hidden one by one.</summary>
internal static class Removal
{
    /// <summary>p with the first 0, 1, … M places of an order hidden, and the area under that over k / M.</summary>
    public static IReadOnlyList<Measured> Of(string name, ITextGame game, int[] order)
    {
        if (order.Length == 0) return [];
        double[] curve = [.. game.HiddenFirst(order, Enumerable.Range(0, order.Length + 1)).Select(answer => answer.Probability)];
        return [new(name, curve), new($"{name}.area", Ranking.Area(curve))];
    }

    /// <summary>The quantities of that.</summary>
    public static IReadOnlyList<Quantity> Quantities(string name, Better better) =>
    [
        new(name, better, "probability of the class with 0, 1, … M tokens hidden") { IsCurve = true }, new($"{name}.area", better, "area under it"),
    ];
}

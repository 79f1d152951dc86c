namespace PureSaliency.Saliency.Faithfulness;

/// <summary>What hiding and revealing have in common: percentages, and both readings of the answers along them.</summary>
internal static class GameCurve
{
    /// <summary>0, 5, … 100 per cent of a text's tokens.</summary>
    public static IReadOnlyList<int> Percents { get; } = [.. Enumerable.Range(0, 21).Select(i => 5 * i)];

    /// <summary>How many of M tokens each percentage is.</summary>
    public static IEnumerable<int> Counts(int tokens) => Percents.Select(percent => Ranking.Count(percent, tokens));

    /// <summary>Probability and kept predictions along a curve, each with its area.</summary>
    public static IReadOnlyList<Measured> Of(string name, Answer[] answers)
    {
        double[] probability = [.. answers.Select(answer => answer.Probability)], kept = [.. answers.Select(answer => answer.Kept ? 1.0 : 0)];
        return
        [
            new($"{name}.probability", probability), new($"{name}.probability.area", Ranking.Area(probability)),
            new($"{name}.kept", kept), new($"{name}.kept.area", Ranking.Area(kept)),
        ];
    }

    /// <summary>The quantities of that.</summary>
    public static IReadOnlyList<Quantity> Quantities(string name, Better better) =>
    [
        new($"{name}.probability", better, "probability of the class at 0, 5, … 100 %") { IsCurve = true },
        new($"{name}.probability.area", better, "area under it"),
        new($"{name}.kept", better, "1 where the prediction is still that of the whole text, else 0") { IsCurve = true },
        new($"{name}.kept.area", better, "area under it"),
    ];
}

namespace PureSaliency.Saliency.Faithfulness;

/// <summary>The shares of a text's tokens at which comprehensiveness and sufficiency are taken (DeYoung et al. 2020).</summary>
internal static class Cuts
{
    /// <summary>Per cent.</summary>
    public static IReadOnlyList<int> Percents { get; } = [1, 5, 10, 20, 50];

    /// <summary>k of M tokens for each of them: at least one.</summary>
    public static IEnumerable<int> Counts(int tokens) => Percents.Select(percent => Math.Max(1, Ranking.Count(percent, tokens)));

    /// <summary>p(x) − p of each answer, and their plain mean.</summary>
    public static IReadOnlyList<Measured> Of(string name, Answer whole, Answer[] answers)
    {
        double[] falls = [.. answers.Select(answer => whole.Probability - answer.Probability)];
        return [new(name, falls), new($"{name}.mean", falls.Average())];
    }

    /// <summary>The quantities of that.</summary>
    public static IReadOnlyList<Quantity> Quantities(string name, Better better, string summary) =>
    [
        new(name, better, $"{summary}, at 1, 5, 10, 20 and 50 %") { IsCurve = true }, new($"{name}.mean", better, "mean of the five (AOPC)"),
    ];
}

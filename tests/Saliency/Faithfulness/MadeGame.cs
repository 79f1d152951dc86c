using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Tests.Saliency.Faithfulness;

/// <summary>A text of M tokens at places 1 … M, and a probability that is a function of the hidden places; the logit is ten times it.</summary>
internal sealed class MadeGame(int tokens, Func<int[], double> probability) : ITextGame
{
    /// <summary>Tokens that each bring a part of the probability.</summary>
    public static MadeGame OfParts(params double[] parts) =>
        new(parts.Length, hidden => Enumerable.Range(1, parts.Length).Except(hidden).Sum(place => parts[place - 1]));

    public IReadOnlyList<int> Inner { get; } = [.. Enumerable.Range(1, tokens)];

    public Answer[] Hidden(IReadOnlyList<IReadOnlyCollection<int>> hidden) => [.. hidden.Select(places =>
    {
        double p = Math.Round(probability([.. places]), 12);
        return new Answer(10 * p, p, p >= 0.5);
    })];
}

/// <summary>How specs of measures read what they got.</summary>
internal static class MeasuredValues
{
    /// <summary>Numbers of a quantity, rounded to what hands compute.</summary>
    public static double[] Curve(this IReadOnlyList<Measured> measured, string quantity) =>
        [.. Assert.Single(measured, one => one.Quantity == quantity).Values.Select(value => Math.Round(value, 10))];

    /// <summary>A quantity that is one number.</summary>
    public static double Number(this IReadOnlyList<Measured> measured, string quantity) => Assert.Single(measured.Curve(quantity));
}

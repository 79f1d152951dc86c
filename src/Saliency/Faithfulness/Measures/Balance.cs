namespace PureSaliency.Saliency.Faithfulness;

/// <summary>
/// Area of the revealing curve minus area of the hiding curve, of the probability and of kept predictions. A ranking drawn at random has the
/// expectation 0, but for the rounding of counts: hiding it or its reverse is the same to it.
/// </summary>
public sealed class Balance : IFaithfulnessMeasure
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "balance";

    private const string OfKept = Name + ".kept";

    /// <inheritdoc/>
    public MeasureInfo Info { get; } = new(Name, "revealing minus hiding: 0 for a ranking at random", "those of hiding and revealing", "docs/measures.md",
    [
        new(Name, Better.Higher, "area of the probability: revealing − hiding"), new(OfKept, Better.Higher, "area of kept predictions: revealing − hiding"),
    ]);

    /// <inheritdoc/>
    public IReadOnlyList<Measured> Of(ITextGame game, IReadOnlyList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(game);
        if (game.Inner.Count == 0) return [];
        int[] ranking = Ranking.Of(game.Inner, scores);
        Answer[] hidden = game.HiddenFirst(ranking, GameCurve.Counts(ranking.Length)), shown = game.ShownFirst(ranking, GameCurve.Counts(ranking.Length));
        return
        [
            new(Name, Difference(shown, hidden, answer => answer.Probability)),
            new(OfKept, Difference(shown, hidden, answer => answer.Kept ? 1 : 0)),
        ];
    }

    private static double Difference(Answer[] shown, Answer[] hidden, Func<Answer, double> read) =>
        Ranking.Area([.. shown.Select(read)]) - Ranking.Area([.. hidden.Select(read)]);
}

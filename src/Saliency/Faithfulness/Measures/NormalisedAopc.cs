namespace PureSaliency.Saliency.Faithfulness;

/// <summary>
/// (AOPC − worst) / (best − worst), best and worst being those of the orders that <see cref="BeamSearch"/> finds, so that texts on which no order
/// can do much count as much as others (Edin et al. 2024): of comprehensiveness, of sufficiency (its sign turned, so that 1 is best here too) and
/// of the whole curve, AOPC = mean over k = 1 … M of p(x) − p(top k hidden). An order better than the beam's has more than 1. Only for texts of at
/// most <see cref="MostTokens"/> inner tokens; not defined where best and worst are equal.
/// </summary>
public sealed class NormalisedAopc : IFaithfulnessMeasure
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "aopc";

    /// <summary>Inner tokens of the longest text.</summary>
    public const int MostTokens = 30;

    private static readonly Comprehensiveness Without = new();
    private static readonly Sufficiency Alone = new();

    /// <inheritdoc/>
    public MeasureInfo Info { get; } = new(
        Name, $"how near to the best order that a beam finds, 0 being its worst; at most {MostTokens} tokens", "about 8 M²", "Edin et al. 2024",
        [
            new($"{Name}.normalised", Better.Higher, "of the whole curve"),
            new($"{Name}.comprehensiveness", Better.Higher, "of comprehensiveness' mean"),
            new($"{Name}.sufficiency", Better.Higher, "of sufficiency's mean, 1 being best"),
        ]);

    /// <inheritdoc/>
    public IReadOnlyList<Measured> Of(ITextGame game, IReadOnlyList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(game);
        if (game.Inner.Count is 0 or > MostTokens) return [];
        int[] fast = BeamSearch.Order(game, fastest: true), slow = BeamSearch.Order(game, fastest: false);
        // Shown first is what is hidden last: the best order to show is the slowest to hide, backwards.
        int[] revealing = [.. slow.Reverse()], concealing = [.. fast.Reverse()];
        return
        [
            .. Normalised($"{Name}.normalised", Whole(game, Ranking.Of(game.Inner, scores)), Whole(game, slow), Whole(game, fast)),
            .. Normalised($"{Name}.comprehensiveness", Mean(Without, game, scores), Mean(Without, game, As(slow, scores)), Mean(Without, game, As(fast, scores))),
            .. Normalised($"{Name}.sufficiency", Mean(Alone, game, scores), Mean(Alone, game, As(concealing, scores)), Mean(Alone, game, As(revealing, scores))),
        ];
    }

    private static IEnumerable<Measured> Normalised(string name, double value, double worst, double best) =>
        best == worst ? [] : [new(name, (value - worst) / (best - worst))];

    private static double Whole(ITextGame game, int[] order)
    {
        double whole = game.Whole().Probability;
        return game.HiddenFirst(order, Enumerable.Range(1, order.Length)).Average(answer => whole - answer.Probability);
    }

    private static double Mean(IFaithfulnessMeasure measure, ITextGame game, IReadOnlyList<double> scores) =>
        measure.Of(game, scores).Single(measured => measured.Quantity.EndsWith(".mean", StringComparison.Ordinal)).Values[0];

    /// <summary>Scores that have an order: the first place gets the most.</summary>
    internal static double[] As(int[] order, IReadOnlyList<double> scores)
    {
        var ranked = new double[scores.Count];
        for (int i = 0; i < order.Length; i++) ranked[order[i]] = order.Length - i;
        return ranked;
    }
}

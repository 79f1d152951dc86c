namespace PureSaliency.Saliency.Faithfulness;

/// <summary>
/// p(x) − p(x without its top k tokens), k = max(1, q · M / 100 rounded half up) for q = 1, 5, 10, 20, 50, and the mean of the five
/// (ERASER: DeYoung et al. 2020).
/// </summary>
public sealed class Comprehensiveness : IFaithfulnessMeasure
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "comprehensiveness";

    /// <inheritdoc/>
    public MeasureInfo Info { get; } = new(Name, "how much the probability falls without the top tokens", "at most 6", "DeYoung et al. 2020",
        Cuts.Quantities(Name, Better.Higher, "p(x) − p(x without its top tokens)"));

    /// <inheritdoc/>
    public IReadOnlyList<Measured> Of(ITextGame game, IReadOnlyList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(game);
        if (game.Inner.Count == 0) return [];
        return Cuts.Of(Name, game.Whole(), game.HiddenFirst(Ranking.Of(game.Inner, scores), Cuts.Counts(game.Inner.Count)));
    }
}

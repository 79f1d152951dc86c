namespace PureSaliency.Saliency.Faithfulness;

/// <summary>
/// p(x) − p(x of its top k tokens alone), k as in <see cref="Comprehensiveness"/>, and the mean of the five (ERASER: DeYoung et al. 2020).
/// </summary>
public sealed class Sufficiency : IFaithfulnessMeasure
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "sufficiency";

    /// <inheritdoc/>
    public MeasureInfo Info { get; } = new(Name, "how much the probability falls when only the top tokens are left", "at most 6", "DeYoung et al. 2020",
        Cuts.Quantities(Name, Better.Lower, "p(x) − p(x of its top tokens alone)"));

    /// <inheritdoc/>
    public IReadOnlyList<Measured> Of(ITextGame game, IReadOnlyList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(game);
        if (game.Inner.Count == 0) return [];
        return Cuts.Of(Name, game.Whole(), game.ShownFirst(Ranking.Of(game.Inner, scores), Cuts.Counts(game.Inner.Count)));
    }
}

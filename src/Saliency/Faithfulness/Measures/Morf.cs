namespace PureSaliency.Saliency.Faithfulness;

/// <summary>
/// p with the top 0, 1, … M tokens hidden, most relevant first, and its area over k / M (Samek et al. 2017). The finer sister of
/// <see cref="Hiding"/>, which counts in per cent.
/// </summary>
public sealed class Morf : IFaithfulnessMeasure
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "morf";

    /// <inheritdoc/>
    public MeasureInfo Info { get; } = new(
        Name, "the probability as tokens are hidden, most relevant first", "M + 1", "Samek et al. 2017", Removal.Quantities(Name, Better.Lower));

    /// <inheritdoc/>
    public IReadOnlyList<Measured> Of(ITextGame game, IReadOnlyList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(game);
        return Removal.Of(Name, game, Ranking.Of(game.Inner, scores));
    }
}

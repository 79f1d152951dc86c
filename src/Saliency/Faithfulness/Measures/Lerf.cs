namespace PureSaliency.Saliency.Faithfulness;

/// <summary>
/// The same as <see cref="Morf"/> in the exact reverse of the ranking: least relevant first, equal scores by falling place. A faithful map keeps
/// the curve up.
/// </summary>
public sealed class Lerf : IFaithfulnessMeasure
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "lerf";

    /// <inheritdoc/>
    public MeasureInfo Info { get; } = new(
        Name, "the probability as tokens are hidden, least relevant first", "M + 1", "Samek et al. 2017", Removal.Quantities(Name, Better.Higher));

    /// <inheritdoc/>
    public IReadOnlyList<Measured> Of(ITextGame game, IReadOnlyList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(game);
        return Removal.Of(Name, game, [.. Ranking.Of(game.Inner, scores).Reverse()]);
    }
}

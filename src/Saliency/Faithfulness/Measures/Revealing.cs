namespace PureSaliency.Saliency.Faithfulness;

/// <summary>
/// The revealing game of Hou and Castañón (2023): all of a text's tokens are hidden but the top p %, p = 0, 5, … 100, counted as in
/// <see cref="Hiding"/>. A faithful map brings the curve up fast.
/// </summary>
public sealed class Revealing : IFaithfulnessMeasure
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "revealing";

    /// <inheritdoc/>
    public MeasureInfo Info { get; } = new(Name, "what there is of the prediction as only the top tokens are shown", "at most 21", "Hou and Castañón 2023",
        GameCurve.Quantities(Name, Better.Higher));

    /// <inheritdoc/>
    public IReadOnlyList<Measured> Of(ITextGame game, IReadOnlyList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(game);
        if (game.Inner.Count == 0) return [];
        return GameCurve.Of(Name, game.ShownFirst(Ranking.Of(game.Inner, scores), GameCurve.Counts(game.Inner.Count)));
    }
}

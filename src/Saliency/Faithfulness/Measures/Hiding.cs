namespace PureSaliency.Saliency.Faithfulness;

/// <summary>
/// The hiding game of Hou and Castañón (2023): the top p % of a text's tokens are hidden, p = 0, 5, … 100. The count is p · M / 100, rounded
/// half up; equal scores go to the earlier place. A faithful map brings the curve down fast.
/// </summary>
public sealed class Hiding : IFaithfulnessMeasure
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "hiding";

    /// <inheritdoc/>
    public MeasureInfo Info { get; } = new(Name, "what is left of the prediction as the top tokens are hidden", "at most 21", "Hou and Castañón 2023",
        GameCurve.Quantities(Name, Better.Lower));

    /// <inheritdoc/>
    public IReadOnlyList<Measured> Of(ITextGame game, IReadOnlyList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(game);
        if (game.Inner.Count == 0) return [];
        return GameCurve.Of(Name, game.HiddenFirst(Ranking.Of(game.Inner, scores), GameCurve.Counts(game.Inner.Count)));
    }
}

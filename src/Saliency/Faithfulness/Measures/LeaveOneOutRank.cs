using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Faithfulness;

/// <summary>
/// Kendall's τ-b of the scores and of what the probability loses without each token alone, over the inner places: (concordant − discordant) /
/// √((pairs − pairs tied in one) (pairs − pairs tied in the other)) (Jain and Wallace 2019). Not defined where either side has one value only.
/// </summary>
public sealed class LeaveOneOutRank : IFaithfulnessMeasure
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "kendall";

    /// <inheritdoc/>
    public MeasureInfo Info { get; } = new(Name, "whether the order is that of what each token alone is missed", "M + 1", "Jain and Wallace 2019",
        [new(Name, Better.Higher, "Kendall's τ-b of scores and leave-one-out")]);

    /// <inheritdoc/>
    public IReadOnlyList<Measured> Of(ITextGame game, IReadOnlyList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(game);
        double whole = game.Whole().Probability;
        double[] missed = [.. game.Hidden([.. game.Inner.Select(place => (int[])[place])]).Select(answer => whole - answer.Probability)];
        return Correlation.Kendall([.. game.Inner.Select(place => scores[place])], missed) is { } tau ? [new(Name, tau)] : [];
    }
}

namespace PureSaliency.Saliency.Faithfulness;

/// <summary>Tells how faithful the scores of a text's tokens are to what the model does as tokens are hidden.</summary>
public interface IFaithfulnessMeasure
{
    /// <summary>What there is to say of it.</summary>
    MeasureInfo Info { get; }

    /// <summary>Its quantities for one text, those that are defined for it; none where the text has nothing to hide.</summary>
    /// <param name="game">The text and the model.</param>
    /// <param name="scores">One score per place of the text.</param>
    IReadOnlyList<Measured> Of(ITextGame game, IReadOnlyList<double> scores);
}

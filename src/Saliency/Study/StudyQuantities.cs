using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Saliency.Study;

/// <summary>What a study's entries have numbers of.</summary>
internal static class StudyQuantities
{
    /// <summary>Name of the quantity of <see cref="StudyPlan.MaxSensitivity"/>.</summary>
    public const string Sensitivity = StudyPlan.MaxSensitivity;

    private static readonly Quantity[] OfMarks =
    [
        new(TokenF1.Name, Better.Higher, "F1 of as many top words as people marked"), new(TokenIou.Name, Better.Higher, "their intersection over their union"),
        new(PrecisionRecallArea.Name, Better.Higher, "area under precision over recall"), new(AveragePrecision.Name, Better.Higher, "average precision"),
    ];

    /// <summary>Those of what a plan measures, in order.</summary>
    public static IReadOnlyList<Quantity> Of(StudyPlan plan) =>
    [
        .. plan.OfGames.SelectMany(measure => measure.Info.Quantities),
        .. plan.Has(StudyPlan.Plausibility) ? OfMarks : [],
        .. plan.Has(StudyPlan.MaxSensitivity)
            ? (Quantity[])[new(Sensitivity, Better.Lower, "largest change of the map, relative to it, as embeddings move by up to 0.02")] : [],
    ];

    /// <summary>Plausibility of scores, one per word that people could mark.</summary>
    /// <param name="scores">One per word.</param>
    /// <param name="marks">How many of the people asked marked it; marked is what half of them did.</param>
    public static IEnumerable<Measured> Plausibility(IReadOnlyList<double> scores, IReadOnlyList<double> marks)
    {
        var text = new Rationale(scores, [.. marks.Select(mark => mark >= 0.5)]);
        return new (string Name, double? Value)[]
        {
            (TokenF1.Name, TokenF1.Of(text, text.Marked)), (TokenIou.Name, TokenIou.Of(text, text.Marked)),
            (PrecisionRecallArea.Name, PrecisionRecallArea.Of(text)), (AveragePrecision.Name, AveragePrecision.Of(text)),
        }.Where(one => one.Value is not null).Select(one => new Measured(one.Name, one.Value!.Value));
    }
}

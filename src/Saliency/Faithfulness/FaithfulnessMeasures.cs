namespace PureSaliency.Saliency.Faithfulness;

/// <summary>All measures of one text that hide its tokens; a new one is a line here.</summary>
public static class FaithfulnessMeasures
{
    /// <summary>One of each.</summary>
    public static IReadOnlyList<IFaithfulnessMeasure> All { get; } =
    [
        new Hiding(),
        new Revealing(),
        new Balance(),
        new Comprehensiveness(),
        new Sufficiency(),
        new NormalisedAopc(),
        new Morf(),
        new Lerf(),
        new LeaveOneOutRank(),
        new Infidelity(),
    ];

    /// <summary>The measure of a name; null if there is none.</summary>
    public static IFaithfulnessMeasure? Find(string? name) => All.FirstOrDefault(measure => measure.Info.Name == name);
}

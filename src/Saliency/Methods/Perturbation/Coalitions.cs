namespace PureSaliency.Saliency.Methods;

/// <summary>Texts of which only some inner tokens can be seen.</summary>
internal static class Coalitions
{
    /// <summary>The text with every inner token hidden behind the mask but those that are present.</summary>
    /// <param name="probe">The text.</param>
    /// <param name="present">Whether inner token j is there.</param>
    public static Variant Of(ITextProbe probe, Func<int, bool> present) =>
        probe.With(probe.Inner.Where((_, j) => !present(j)), probe.MaskId);

    /// <summary>One score per position from one per inner token; added tokens have 0.</summary>
    /// <param name="probe">The text.</param>
    /// <param name="inner">A score per inner token.</param>
    /// <param name="promised">What they should add up to, where the method promises a sum.</param>
    public static PositionScores Scores(ITextProbe probe, IReadOnlyList<double> inner, double? promised = null)
    {
        var scores = new double[probe.Ids.Count];
        for (int j = 0; j < inner.Count; j++) scores[probe.Inner[j]] = inner[j];
        return new(scores, Completeness: promised is { } whole ? new(inner.Sum(), whole) : null);
    }
}

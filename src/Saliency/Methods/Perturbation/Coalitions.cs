namespace PureSaliency.Saliency.Methods;

/// <summary>Texts of which only some words, or tokens, can be seen.</summary>
internal static class Coalitions
{
    /// <summary>The text with every unit hidden behind the mask but those that are present.</summary>
    /// <param name="probe">The text.</param>
    /// <param name="present">Whether unit j is there.</param>
    public static Variant Of(ITextProbe probe, Func<int, bool> present) =>
        probe.With(probe.Units.Where((_, j) => !present(j)).SelectMany(unit => unit), probe.MaskId);

    /// <summary>One score per position from one per unit, whose tokens share it in equal parts; added tokens have 0.</summary>
    /// <param name="probe">The text.</param>
    /// <param name="units">A score per unit.</param>
    /// <param name="promised">What they should add up to, where the method promises a sum.</param>
    public static PositionScores Scores(ITextProbe probe, IReadOnlyList<double> units, double? promised = null)
    {
        var scores = new double[probe.Ids.Count];
        for (int j = 0; j < units.Count; j++)
            foreach (int place in probe.Units[j]) scores[place] = units[j] / probe.Units[j].Length;
        return new(scores, Completeness: promised is { } whole ? new(units.Sum(), whole) : null);
    }
}

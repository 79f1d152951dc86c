using System.Numerics;
using PureSaliency.Saliency.Faithfulness;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Saliency.Parity;

/// <summary>How faithful given scores are: CASE.measure.SCORES.QUANTITY, of the scores CASE.given.scores.SCORES.</summary>
internal static class MeasureEntries<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static Dictionary<string, EntryFormula<T>> All { get; } = FaithfulnessMeasures.All
        .SelectMany(measure => measure.Info.Quantities.SelectMany(quantity => Definitions(measure, quantity)))
        .DistinctBy(pair => pair.Definition).ToDictionary(pair => pair.Definition, pair => pair.Formula);

    private static IEnumerable<(string Definition, EntryFormula<T> Formula)> Definitions(IFaithfulnessMeasure measure, Quantity quantity) =>
        [("measure." + quantity.Name, (text, entry) => Of(measure, text, entry))];

    private static double[]? Of(IFaithfulnessMeasure measure, MethodCase<T> text, MethodEntry entry)
    {
        if (entry.Measure is not [var given, var quantity]) return null;
        double[] scores = text.Given($"scores.{given}");
        var found = text.Ask(probe => Measured(measure, new TextGame(probe, Replacement.Mask, text.Class, text.Outputs), scores, text, probe));
        return found.FirstOrDefault(one => one.Quantity == quantity)?.Values;
    }

    private static IReadOnlyList<Measured> Measured(
        IFaithfulnessMeasure measure, TextGame game, double[] scores, MethodCase<T> text, ITextProbe probe) => measure is not Infidelity
        ? measure.Of(game, scores)
        : Infidelity.Of(game, scores, [.. text.GivenSets("infidelity.hidden", probe.Inner.Count)
            .Select(row => (int[])[.. probe.Inner.Where((_, j) => row[j])])]);
}

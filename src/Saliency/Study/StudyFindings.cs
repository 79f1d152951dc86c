using PureSaliency.Saliency.Faithfulness;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Saliency.Study;

/// <summary>What a study's numbers say in words: which methods are no better than drawing lots, and which do not look at the model.</summary>
internal static class StudyFindings
{
    /// <summary>A map whose order is kept so well after all weights were drawn anew does not depend on them.</summary>
    public const double Blind = 0.3;

    // One number of each measure stands for it.
    private static readonly string[] Told =
    [
        "hiding.probability.area", "revealing.probability.area", "comprehensiveness.mean", "sufficiency.mean", AveragePrecision.Name,
    ];

    /// <summary>The sentences.</summary>
    public static IEnumerable<string> Of(StudyHead head, IReadOnlyList<StudyEntryResult> results)
    {
        var control = results.FirstOrDefault(result => IsControl(head, result.Entry));
        foreach (var result in results.Where(result => result.Entry.Chosen && result != control))
        {
            if (control is not null && result.Differences.TryGetValue(control.Entry.ToString(), out var differences))
                foreach (string sentence in NoBetter(head, result, differences)) yield return sentence;
            if (result.Cascade is [.., { Spearman: { } last }] && last.Mean > Blind)
                yield return FormattableString.Invariant(
                    $"{result.Entry} is blind to the model: with all weights drawn anew its maps still have a rank correlation of {last.Mean:0.00} with the first ones.");
        }
    }

    private static IEnumerable<string> NoBetter(StudyHead head, StudyEntryResult result, SortedDictionary<string, Interval> differences)
    {
        foreach (string name in Told)
            if (head.Known.FirstOrDefault(quantity => quantity.Name == name) is { } quantity && differences.TryGetValue(name, out var difference)
                && !(quantity.Better == Better.Higher ? difference.IsPositive : difference.IsNegative))
                yield return FormattableString.Invariant(
                    $"{result.Entry} is no better than random in {name}: {difference.Mean:+0.000;-0.000} [{difference.Low:0.000}, {difference.High:0.000}].");
    }

    private static bool IsControl(StudyHead head, StudyEntry entry) =>
        head.Methods.First(method => method.Name == entry.Method).Options is { Decode: false, Method: RandomScores.Name };
}

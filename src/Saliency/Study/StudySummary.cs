using PureSaliency.Saliency.Faithfulness;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Saliency.Study;

/// <summary>From what was found on each text to what is said of all: means, intervals, differences.</summary>
public sealed class StudySummary
{
    private const int Decimals = 6;
    private readonly StudyHead head;
    private readonly IReadOnlyList<StudyRow> rows;
    private readonly IReadOnlyList<CascadeRow> cascade;
    private readonly Bootstrap bootstrap;

    private StudySummary(StudyHead head, IReadOnlyList<StudyRow> rows, IReadOnlyList<CascadeRow> cascade)
    {
        (this.head, this.rows, this.cascade) = (head, rows, cascade);
        bootstrap = new(rows.Count, head.Resamples, head.Seed);
    }

    /// <summary>The result of a study.</summary>
    /// <param name="head">What it is about.</param>
    /// <param name="rows">What was found on each text.</param>
    /// <param name="cascade">What was found as weights were drawn anew.</param>
    public static StudyResult Of(StudyHead head, IReadOnlyList<StudyRow> rows, IReadOnlyList<CascadeRow> cascade)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(cascade);
        return new StudySummary(head, rows, cascade).Result();
    }

    private StudyResult Result()
    {
        int[] yardsticks = [.. Enumerable.Range(0, head.Entries.Count).Where(IsYardstick)];
        StudyEntryResult[] results = [.. Enumerable.Range(0, head.Entries.Count).Select(entry => Of(entry, yardsticks))];
        return new()
        {
            Study = head,
            Texts = Texts(),
            Results = results,
            Agreement = [.. Agreement()],
            Layers = [.. Layers()],
            Findings = [.. StudyFindings.Of(head, results)],
        };
    }

    // The control, and what is cheapest that looks at the model.
    private bool IsYardstick(int entry)
    {
        var method = head.Methods.First(method => method.Name == head.Entries[entry].Method);
        return head.Entries[entry].Chosen && method.Options is { Decode: false, Method: RandomScores.Name or GradXInput.Name };
    }

    private StudyEntryResult Of(int entry, int[] yardsticks)
    {
        var passes = rows.Select(row => row.Passes[entry]).OfType<double[]>().ToArray();
        var numbers = head.Known.Select((quantity, q) => (quantity, q)).Where(one => !one.quantity.IsCurve).ToArray();
        string? problem = rows.Select(row => row.Problems?.GetValueOrDefault(head.Entries[entry].Method)).FirstOrDefault(one => one is not null);
        int without = rows.Count(row => row.Values[entry] is null);
        return new()
        {
            Entry = head.Entries[entry],
            Forward = passes.Length == 0 ? 0 : Rounded(passes.Average(one => one[0])),
            Backward = passes.Length == 0 ? 0 : Rounded(passes.Average(one => one[1])),
            Without = without == 0 ? null : $"{without} of {rows.Count} texts" + (problem is null ? "" : $": {problem}"),
            Numbers = Sorted(numbers.Select(one => (one.quantity.Name, bootstrap.Of(Column(entry, one.q, 0))))),
            Curves = CurvesOf(entry),
            Differences = new(yardsticks.Where(other => other != entry).ToDictionary(other => head.Entries[other].ToString(), other => Sorted(numbers.Select(
                one => (one.quantity.Name, bootstrap.OfDifference(Column(entry, one.q, 0), Column(other, one.q, 0)))))), StringComparer.Ordinal),
            Next = Rounded(bootstrap.Of([.. rows.Select(row => row.Neighbours?[entry] ?? double.NaN)])),
            TokenOverlap = OverlapOf(entry),
            Cascade = CascadeOf(entry),
        };
    }

    // Curves of one length alone have points to take means of.
    private SortedDictionary<string, IReadOnlyList<Interval>> CurvesOf(int entry)
    {
        var curves = new SortedDictionary<string, IReadOnlyList<Interval>>(StringComparer.Ordinal);
        foreach (var (quantity, q) in head.Known.Select((quantity, q) => (quantity, q)).Where(one => one.quantity.IsCurve))
        {
            int[] lengths = [.. rows.Select(row => row.Values[entry]?[q]?.Length).OfType<int>().Distinct()];
            if (lengths is [var length]) curves[quantity.Name] = [.. Enumerable.Range(0, length).Select(i => Rounded(bootstrap.Of(Column(entry, q, i)))!)];
        }
        return curves;
    }

    private double[] Column(int entry, int quantity, int place) =>
        [.. rows.Select(row => row.Values[entry]?[quantity] is { } values && place < values.Length ? values[place] : double.NaN)];

    private double? OverlapOf(int entry)
    {
        var overlap = new TokenOverlap();
        foreach (var row in rows)
            if (row.Saliency?[entry] is { } saliency) overlap.Add(row.Class, saliency);
        return overlap.Value() is { } value ? Rounded(value) : null;
    }

    private CascadeStep[]? CascadeOf(int entry)
    {
        if (cascade.Count == 0) return null;
        var steps = cascade.GroupBy(row => (row.Step, row.Part)).OrderBy(step => step.Key.Step);
        return [.. steps.Select(step => new CascadeStep(step.Key.Part, Rounded(
            new Bootstrap(step.Count(), head.Resamples, head.Seed).Of([.. step.Select(row => row.Spearman[entry] ?? double.NaN)]))))];
    }

    private IEnumerable<StudyAgreement> Agreement()
    {
        StudyEntry[] chosen = [.. head.Entries.Where(entry => entry.Chosen)];
        int pair = 0;
        for (int a = 0; a < chosen.Length; a++)
            for (int b = a + 1; b < chosen.Length; b++, pair++)
            {
                int at = pair;
                if (Rounded(bootstrap.Of([.. rows.Select(row => row.Agreement?[at] ?? double.NaN)])) is { } rho) yield return new(chosen[a], chosen[b], rho);
            }
    }

    private IEnumerable<StudyLayer> Layers()
    {
        int count = rows.Count == 0 ? 0 : rows[0].Layers?.Length ?? 0;
        for (int layer = 0; layer < count; layer++)
        {
            int at = layer;
            Interval[] figures = [.. Enumerable.Range(0, 4).Select(figure => Rounded(bootstrap.Of([.. rows.Select(row => row.Layers![at][figure])]))!)];
            yield return new(layer, figures[0], figures[1], figures[2], figures[3]);
        }
    }

    private StudyTexts Texts()
    {
        StudyRow[] labelled = [.. rows.Where(row => row.Label is not null)];
        return new(rows.Count, rows.Count(row => row.Cut), rows.Count == 0 ? 0 : Rounded(rows.Average(row => row.Tokens)),
            labelled.Length == 0 ? null : Rounded(labelled.Count(row => row.Label == row.Class) / (double)labelled.Length),
            [.. head.Classes.Select((_, c) => rows.Count(row => row.Class == c))]);
    }

    private static SortedDictionary<string, Interval> Sorted(IEnumerable<(string Name, Interval? Value)> found) =>
        new(found.Where(one => one.Value is not null).ToDictionary(one => one.Name, one => Rounded(one.Value)!), StringComparer.Ordinal);

    private static Interval? Rounded(Interval? interval) => interval is null ? null
        : interval with { Mean = Rounded(interval.Mean), Low = Rounded(interval.Low), High = Rounded(interval.High) };

    // Without a sign before nought.
    private static double Rounded(double value) => Math.Round(value, Decimals) + 0.0;
}

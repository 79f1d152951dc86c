using PureSaliency.Saliency.Study;

namespace PureSaliency.Cli.Reports;

/// <summary>What a study found, in short, on the screen.</summary>
internal static class StudyReport
{
    private static readonly string[] Shown =
    [
        "hiding.probability.area", "revealing.probability.area", "balance", "comprehensiveness.mean", "sufficiency.mean", "plausibility.average-precision", "aopc.normalised",
    ];

    private static readonly string[] Short = ["hiding ↓", "revealing ↑", "balance ↑", "compreh. ↑", "suffic. ↓", "marks ↑", "aopc ↑"];

    public static void Write(TextWriter writer, StudyResult result, string folder)
    {
        foreach (string fact in StudyTables.Facts(result)) writer.WriteLine(fact);
        writer.WriteLine();
        int[] columns = [.. Enumerable.Range(0, Shown.Length).Where(i => result.Results.Any(one => one.Numbers.ContainsKey(Shown[i])))];
        int width = result.Results.Max(one => one.Entry.ToString().Length);
        writer.WriteLine($"{"method".PadRight(width)} {string.Concat(columns.Select(i => Short[i].PadLeft(18)))}");
        foreach (var one in result.Results)
            writer.WriteLine($"{one.Entry.ToString().PadRight(width)} {string.Concat(columns.Select(i => Cell(one, Shown[i])))}");
        writer.WriteLine();
        foreach (string finding in result.Findings) writer.WriteLine(finding);
        writer.WriteLine($"All of it: {Path.Combine(folder, "study.html")}, tables.md, study.json");
    }

    // The mean and half of its interval.
    private static string Cell(StudyEntryResult one, string name) => one.Numbers.GetValueOrDefault(name) is not { } number ? "—".PadLeft(18)
        : FormattableString.Invariant($"{number.Mean:0.000} ± {(number.High - number.Low) / 2:0.000}").PadLeft(18);
}

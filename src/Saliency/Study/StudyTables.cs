using System.Globalization;
using PureSaliency.Saliency.Faithfulness;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Study;

/// <summary>A table of a study: a title, a head and rows of cells.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Head">Names of its columns.</param>
/// <param name="Rows">Its cells.</param>
public sealed record StudyTable(string Title, IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>A study's results as tables.</summary>
public static class StudyTables
{
    // One column each; what else there is stands in the JSON.
    private static readonly string[] Shown =
    [
        "hiding.probability.area", "revealing.probability.area", "hiding.kept.area", "revealing.kept.area", Balance.Name, "comprehensiveness.mean", "sufficiency.mean",
        "aopc.normalised", "aopc.comprehensiveness", "aopc.sufficiency", "morf.area", "lerf.area", LeaveOneOutRank.Name, "infidelity.scaled",
        AveragePrecision.Name, TokenF1.Name, TokenIou.Name, PrecisionRecallArea.Name, StudyPlan.MaxSensitivity,
    ];

    /// <summary>All tables that there is something for.</summary>
    public static IReadOnlyList<StudyTable> Of(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        StudyTable[] all = [Methods(result), .. Differences(result), .. ByLayer(result), Agreement(result), Layers(result), Cascade(result)];
        return [.. all.Where(table => table.Rows.Count > 0)];
    }

    /// <summary>The tables in Markdown, with what holds for all and what there is to say in words.</summary>
    public static string Markdown(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var writer = new StringWriter { NewLine = "\n" };
        writer.WriteLine($"# Study of {Printable.Line(result.Study.Model.Name)} on {Printable.Line(result.Study.Data)}\n");
        foreach (string fact in Facts(result)) writer.WriteLine($"- {fact}");
        foreach (var table in Of(result))
        {
            writer.WriteLine($"\n## {table.Title}\n");
            writer.WriteLine($"| {string.Join(" | ", table.Head)} |");
            writer.WriteLine($"| {string.Join(" | ", table.Head.Select((_, i) => i == 0 ? "---" : "---:"))} |");
            foreach (var row in table.Rows) writer.WriteLine($"| {string.Join(" | ", row)} |");
        }
        if (result.Findings.Count > 0) writer.WriteLine("\n## In words\n");
        foreach (string finding in result.Findings) writer.WriteLine($"- {finding}");
        return writer.ToString();
    }

    /// <summary>What holds for all of a study, a sentence each.</summary>
    public static IEnumerable<string> Facts(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var (study, texts) = (result.Study, result.Texts);
        yield return Invariant($"{texts.Count:#,0} texts of {texts.Tokens:0.0} tokens on the average{(texts.Cut > 0 ? $", {texts.Cut:#,0} of them cut to what the model reads" : "")}.");
        if (texts.Accuracy is { } accuracy) yield return Invariant($"The model's accuracy on them is {accuracy:0.0000}; measures are about what it predicts.");
        yield return $"Predicted: {string.Join(", ", study.Classes.Zip(texts.Predicted, (name, count) => Invariant($"{Printable.Name(name)} {count:#,0}")))}.";
        yield return $"Hidden tokens become {(study.Removal == "delete" ? "nothing" : $"<{study.Removal}>")}. Intervals: 95 % of {study.Resamples:#,0} bootstrap resamples of the texts; seed {study.Seed}.";
        yield return $"Model {Printable.Name(study.Model.Name)}, weights {study.Model.Sha256[..8]}{(study.Head is { } head ? $"; head {Printable.Name(head.Name)}, {head.Sha256[..8]}" : "; no language-model head")}; data {study.DataHash[..8]}.";
    }

    private static StudyTable Methods(StudyResult result)
    {
        Quantity[] columns = Columns(result);
        var results = result.Results.Where(one => one.Entry.Chosen).ToArray();
        bool overlap = results.Any(one => one.TokenOverlap is not null);
        return new("Methods at their layers", ["method", "passes F + B", "texts", .. columns.Select(Named), .. overlap ? (string[])["token-overlap ↓"] : []],
        [
            .. results.Select(one => (IReadOnlyList<string>)
            [
                one.Entry.ToString(), Invariant($"{one.Forward:0.#} + {one.Backward:0.#}"), Texts(one),
                .. columns.Select(column => Cell(one.Numbers.GetValueOrDefault(column.Name))),
                .. overlap ? (string[])[one.TokenOverlap is { } share ? Invariant($"{share:0.000}") : "—"] : [],
            ]),
        ]);
    }

    private static IEnumerable<StudyTable> Differences(StudyResult result)
    {
        Quantity[] columns = Columns(result);
        foreach (string yardstick in result.Results.SelectMany(one => one.Differences.Keys).Distinct())
            yield return new($"Differences to {yardstick}, text by text", ["method", .. columns.Select(Named)],
            [
                .. result.Results.Where(one => one.Entry.Chosen && one.Differences.ContainsKey(yardstick)).Select(one => (IReadOnlyList<string>)
                    [one.Entry.ToString(), .. columns.Select(column => Cell(one.Differences[yardstick].GetValueOrDefault(column.Name), signed: true))]),
            ]);
    }

    private static IEnumerable<StudyTable> ByLayer(StudyResult result)
    {
        Quantity[] columns = Columns(result);
        foreach (var method in result.Results.GroupBy(one => one.Entry.Method).Where(method => method.Count() > 1))
            yield return new($"{method.Key} by layer", ["layer", .. columns.Select(Named), "agreement with the next layer"],
            [
                .. method.Select(one => (IReadOnlyList<string>)
                [
                    $"{one.Entry.Layer}{(one.Entry.Chosen ? " ←" : "")}", .. columns.Select(column => Cell(one.Numbers.GetValueOrDefault(column.Name))), Cell(one.Next),
                ]),
            ]);
    }

    private static StudyTable Agreement(StudyResult result)
    {
        StudyEntry[] entries = [.. result.Results.Select(one => one.Entry).Where(entry => entry.Chosen)];
        var known = result.Agreement.ToDictionary(pair => (pair.First, pair.Second), pair => pair.Spearman);
        return new("Rank agreement (Spearman)", ["", .. entries.Select(entry => entry.ToString())], known.Count == 0 ? [] :
            [.. entries.Select(one => (IReadOnlyList<string>)[one.ToString(), .. entries.Select(other => one == other ? "1"
                : (known.GetValueOrDefault((one, other)) ?? known.GetValueOrDefault((other, one))) is { } rho ? Invariant($"{rho.Mean:0.00}") : "—")])]);
    }

    private static StudyTable Layers(StudyResult result) => new(
        "Layers, as the head reads them", ["layer", "own id in the top τ ↑", "mass on the text's ids ↑", "nll of the own id ↓", "norm of the gradient"],
        [.. result.Layers.Select(layer => (IReadOnlyList<string>)[$"{layer.Layer}", Cell(layer.Copy), Cell(layer.Mass), Cell(layer.Nll), Cell(layer.GradientNorm)])]);

    private static StudyTable Cascade(StudyResult result)
    {
        var results = result.Results.Where(one => one is { Entry.Chosen: true, Cascade: not null }).ToArray();
        return new("Rank correlation with the first map as weights are drawn anew, from the head down to …",
            ["method", .. results.FirstOrDefault()?.Cascade!.Select(step => step.Part) ?? []],
            [.. results.Select(one => (IReadOnlyList<string>)[one.Entry.ToString(), .. one.Cascade!.Select(step => step.Spearman is { } rho ? Invariant($"{rho.Mean:0.00}") : "—")])]);
    }

    private static Quantity[] Columns(StudyResult result) =>
        [.. Shown.Select(name => result.Study.Known.FirstOrDefault(quantity => quantity.Name == name)).OfType<Quantity>()
            .Where(quantity => result.Results.Any(one => one.Numbers.ContainsKey(quantity.Name)))];

    private static string Named(Quantity quantity) => quantity.Name.Replace(".probability.area", "", StringComparison.Ordinal).Replace(".mean", "", StringComparison.Ordinal)
        .Replace("plausibility.", "", StringComparison.Ordinal).Replace(".kept.area", " (kept)", StringComparison.Ordinal)
        + (quantity.Better == Better.Higher ? " ↑" : quantity.Better == Better.Lower ? " ↓" : "");

    private static string Texts(StudyEntryResult result) =>
        (result.Numbers.Count == 0 ? 0 : result.Numbers.Values.Max(number => number.Texts)).ToString("#,0", CultureInfo.InvariantCulture);

    private static string Cell(Interval? interval, bool signed = false) => interval is null ? "—"
        : signed ? Invariant($"{interval.Mean:+0.000;−0.000;0.000} [{interval.Low:0.000}, {interval.High:0.000}]")
        : Invariant($"{interval.Mean:0.000} [{interval.Low:0.000}, {interval.High:0.000}]");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

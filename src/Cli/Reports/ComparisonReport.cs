using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Cli.Reports;

/// <summary>Several methods side by side, to be read in a terminal or a text file: the shares of the words by each, and how far they agree.</summary>
internal sealed class ComparisonReport(IPen pen, int width)
{
    private const int NameColumns = 20, ShareColumns = 10, AgreementColumns = 14;

    /// <param name="comparison">What is written.</param>
    /// <param name="timed">Whether its time stands below; without it, equal runs are equal bytes.</param>
    public void Write(MethodComparison comparison, bool timed)
    {
        var first = comparison.Explanations[0];
        ConsoleReport.WriteHeading(pen, first, new OutputText(first));
        foreach (var (i, explanation) in comparison.Explanations.Index())
            pen.Write($"  {i + 1,2}  {TextLayout.OneLine(Switches.Changed(explanation.Options))}{Layer(explanation)}\n");
        pen.Write("\n");
        WriteWords(comparison);
        WriteAgreement(comparison);
        WriteNotes(comparison);
        foreach (var (explanation, method) in comparison.Explanations.Zip(comparison.Methods))
            if (explanation.Evidence is { } evidence)
                pen.Write($"evidence: {method}: {TextLayout.OneLine(EvidenceText.Of(evidence))}\n", evidence.Holds ? Ink.Normal : Ink.Strong);
        var head = comparison.Explanations.Select(explanation => explanation.Head).FirstOrDefault(head => head is not null);
        pen.Write($"{PredictionReport.Model(first.Model)}{(head is null ? "" : $", decoded by {PredictionReport.Model(head)}")}"
            + $"{(timed ? $" · {comparison.Explanations.Sum(explanation => explanation.Timing.Total):0} ms" : "")}\n", Ink.Soft);
    }

    private static string Layer(Explanation explanation) => SaliencyMethods.For(explanation.Options.Method).Info.IsAboutText && !explanation.Options.Decode
        ? "" : $", layer {explanation.ChosenLayer} of {explanation.Model.Layers}";

    private void WriteWords(MethodComparison comparison)
    {
        var words = ComparedWord.Of(comparison);
        pen.Write("Shares of the words\n", Ink.Strong);
        if (words.Count == 0)
            pen.Write(comparison.Explanations.All(explanation => explanation.Options.Top == 0) ? "  not listed (top 0)\n\n" : "  none has a score\n\n");
        else
            WriteTable(0, comparison.Methods.Count, ShareColumns, words, word => word.Name + (word.Count > 1 ? $" ×{word.Count}" : ""),
                (word, method) => (HeatMap.Signed(word.Lines[method]), OfWord(word.Lines[method].Score, word.Sizes[method])));
    }

    private static Ink OfWord(double score, double size) => size < Shares.Negligible ? Ink.Soft : score < 0 ? Ink.Against : Ink.For;

    private void WriteAgreement(MethodComparison comparison)
    {
        int count = comparison.Methods.Count;
        pen.Write($"Agreement: rank correlation of all words · same among the top {MethodAgreement.Most}\n", Ink.Strong);
        WriteTable(1, count, AgreementColumns, Enumerable.Range(0, count - 1).ToArray(), one => $"{one + 1,2}  {comparison.Methods[one]}",
            (one, other) => (other <= one ? "" : $"{AgreementText.Correlation(comparison.Between(one, other))} · {AgreementText.Overlap(comparison.Between(one, other)),5}", Ink.Normal));
    }

    // Columns that do not fit beside the others stand in a block of their own below.
    private void WriteTable<T>(int from, int to, int cellColumns, IReadOnlyList<T> rows, Func<T, string> name, Func<T, int, (string Text, Ink Ink)> cell)
    {
        int most = Math.Max(1, (width - 2 - NameColumns) / cellColumns);
        for (int next; from < to; from = next)
        {
            next = Math.Min(to, from + most);
            pen.Write(new string(' ', 2 + NameColumns) + string.Concat(Enumerable.Range(from, next - from).Select(i => $"{i + 1}".PadLeft(cellColumns))) + "\n", Ink.Soft);
            foreach (var row in rows)
            {
                pen.Write($"  {TextLayout.Fit(TextLayout.OneLine(name(row)), NameColumns)}");
                foreach (var (text, ink) in Enumerable.Range(from, next - from).Select(i => cell(row, i)))
                    pen.Write(text.PadLeft(cellColumns), ink);
                pen.Write("\n");
            }
            pen.Write("\n");
        }
    }

    // What is said of every method is said once.
    private void WriteNotes(MethodComparison comparison)
    {
        foreach (var same in comparison.Explanations.SelectMany((explanation, i) => explanation.Notes.Select(note => (Note: note, Method: i))).GroupBy(pair => pair.Note, pair => pair.Method))
            pen.Write($"note: {(same.Count() == comparison.Methods.Count ? "" : string.Join(", ", same.Select(i => comparison.Methods[i])) + ": ")}{TextLayout.OneLine(same.Key)}\n");
    }
}

using PureSaliency.Saliency;

namespace PureSaliency.Cli.Outputs;

/// <summary>A row per text, as the rows of the input are: class and numbers, of each method the words with the highest scores, and the mean rank correlation of all pairs.</summary>
internal sealed class ComparisonTable(Sink sink, IReadOnlyList<string> keep, IReadOnlyList<string> methods)
    : CsvTable<MethodComparison>(sink, keep, Columns(methods))
{
    public static IReadOnlyList<string> Columns(IReadOnlyList<string> methods) =>
        [.. ExplanationTable.ClassColumns, .. methods.SelectMany(ExplanationTable.WordColumns), "agreement"];

    protected override string TextOf(MethodComparison result) => result.Text;

    protected override IEnumerable<string?> Fields(MethodComparison result)
    {
        var known = result.Agreement.Where(pair => pair.Spearman is not null).ToArray();
        return [.. ExplanationTable.ClassFields(result.Explanations[0]), .. result.Explanations.SelectMany(ExplanationTable.WordFields),
            Number(known.Length == 0 ? null : known.Average(pair => pair.Spearman))];
    }
}

using PureSaliency.Cli.Inputs;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Options;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Cli.Outputs;

/// <summary>
/// Rows of comparisons: one for each text with all methods, so that rows are those of the input, text and classes are said once, and a run is gone
/// on with row by row.
/// </summary>
/// <param name="explainer">What explains.</param>
/// <param name="options">How: options for each method.</param>
/// <param name="place">The input.</param>
/// <param name="detail">How much each row holds.</param>
internal sealed class ComparisonForm(ITextExplainer explainer, IReadOnlyList<ExplainOptions> options, InputPlace place, CorpusDetail detail)
    : CorpusForm<MethodComparison>(place, Verb.Explain)
{
    public override string Schema => MethodComparison.CurrentSchema;

    public override string Head() => ComparisonJson.Write(Own());

    public override string Row(TextRecord record, MethodComparison result) =>
        CorpusJson.Write(CorpusRow.Of(record.Row, record.Line, Kept(record), result, detail));

    public override string Row(TextRecord record, string problem) => ExplanationForm.Failed(record, Kept(record), problem);

    public override EarlierRow Read(string line) => ExplanationForm.ReadRow(line);

    public override string? Mismatch(string head)
    {
        var (expected, found) = (Own(), ComparisonJson.ReadHead(head));
        return Models("model", expected.Model, found.Model)
            ?? Differs("the methods", Names(expected), Names(found))
            ?? expected.Options.Zip(found.Options, ExplanationForm.Switched).FirstOrDefault(difference => difference is not null)
            ?? Models("language model", expected.Head, found.Head)
            ?? Differs((expected.Outputs, expected.Labels, expected.Input, expected.Column, expected.Keep),
                (found.Outputs, found.Labels, found.Input, found.Column, found.Keep))
            ?? Differs("detail", SwitchNames.Of(expected.Detail), SwitchNames.Of(found.Detail))
            ?? Differs("the program", expected.Program, found.Program);
    }

    private static string Names(ComparisonHead head) => string.Join(", ", head.Options.Select(SwitchNames.Method));

    private ComparisonHead Own() => new()
    {
        Input = Input,
        Column = Column,
        Keep = Keep,
        Detail = detail,
        Model = explainer.Models.Model,
        Head = options.Any(one => one.ReadsHead) ? explainer.Models.Head : null,
        Options = options,
        Outputs = explainer.Outputs,
        Labels = explainer.Labels,
    };
}

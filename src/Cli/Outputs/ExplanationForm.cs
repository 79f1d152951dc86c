using PureSaliency.Cli.Inputs;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Options;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Cli.Outputs;

/// <summary>Rows of explanations.</summary>
/// <param name="explainer">What explains.</param>
/// <param name="options">How.</param>
/// <param name="place">The input.</param>
/// <param name="detail">How much each row holds.</param>
internal sealed class ExplanationForm(ITextExplainer explainer, ExplainOptions options, InputPlace place, CorpusDetail detail)
    : CorpusForm<Explanation>(place, Verb.Explain)
{
    public override string Schema => ExplanationJson.Schema;

    public override string Head() => CorpusJson.Write(Own());

    public override string Row(TextRecord record, Explanation result) =>
        CorpusJson.Write(CorpusRow.Of(record.Row, record.Line, Kept(record), result, detail));

    public override string Row(TextRecord record, string problem) =>
        CorpusJson.Write(new CorpusRow { Row = record.Row, Line = record.Line, Keep = Kept(record), Text = record.Text, Problem = problem });

    public override EarlierRow Read(string line)
    {
        var row = CorpusJson.ReadRow(line);
        return new(row.Row, row.Line, row.Text, row.Problem, row.Keep);
    }

    public override string? Mismatch(string head)
    {
        var (expected, found) = (Own(), CorpusJson.ReadHead(head));
        return Models("model", expected.Model, found.Model)
            ?? Switches.Of(expected.Options).Zip(Switches.Of(found.Options), (one, other) => Differs(one.Name, one.Value, other.Value)).FirstOrDefault(d => d is not null)
            ?? Models("language model", expected.Head, found.Head)
            ?? Differs((expected.Outputs, expected.Labels, expected.Input, expected.Column, expected.Keep),
                (found.Outputs, found.Labels, found.Input, found.Column, found.Keep))
            ?? Differs("detail", SwitchNames.Of(expected.Detail), SwitchNames.Of(found.Detail))
            ?? Differs("the program", expected.Program, found.Program);
    }

    private CorpusHead Own() => new()
    {
        Input = Input,
        Column = Column,
        Keep = Keep,
        Detail = detail,
        Model = explainer.Models.Model,
        Head = options.Decode ? explainer.Models.Head : null,
        Options = options,
        Outputs = explainer.Outputs,
        Labels = explainer.Labels,
    };
}

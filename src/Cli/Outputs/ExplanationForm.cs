using System.Text.Json;
using PureSaliency.Cli.Inputs;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Options;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;

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

    public override string Row(TextRecord record, string problem) => Failed(record, Kept(record), problem);

    public override EarlierRow Read(string line) => ReadRow(line);

    /// <summary>A row without an explanation.</summary>
    public static string Failed(TextRecord record, IReadOnlyDictionary<string, JsonElement>? keep, string problem) =>
        CorpusJson.Write(new CorpusRow { Row = record.Row, Line = record.Line, Keep = keep, Text = record.Text, Problem = problem });

    /// <summary>The row that a line holds.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static EarlierRow ReadRow(string line)
    {
        var row = CorpusJson.ReadRow(line);
        return new(row.Row, row.Line, row.Text, row.Problem, row.Keep);
    }

    /// <summary>The first switch that two runs were given differently; null if there is none.</summary>
    public static string? Switched(ExplainOptions expected, ExplainOptions found) => Switches.Of(expected)
        .Zip(Switches.Of(found), (one, other) => Differs(one.Name, one.Value, other.Value)).FirstOrDefault(difference => difference is not null);

    public override string? Mismatch(string head)
    {
        var (expected, found) = (Own(), CorpusJson.ReadHead(head));
        return Models("model", expected.Model, found.Model)
            ?? Switched(expected.Options, found.Options)
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
        Head = options.ReadsHead ? explainer.Models.Head : null,
        Options = options,
        Outputs = explainer.Outputs,
        Labels = explainer.Labels,
    };
}

using PureSaliency.Cli.Inputs;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Cli.Outputs;

/// <summary>Rows of predictions.</summary>
/// <param name="explainer">What predicts.</param>
/// <param name="place">The input.</param>
internal sealed class PredictionForm(ITextExplainer explainer, InputPlace place) : CorpusForm<Prediction>(place, Verb.Predict)
{
    public override string Schema => PredictionJson.Schema;

    public override string Head() => PredictionJson.Write(Own());

    public override string Row(TextRecord record, Prediction result) =>
        PredictionJson.Write(PredictionRow.Of(record.Row, record.Line, Kept(record), result));

    public override string Row(TextRecord record, string problem) =>
        PredictionJson.Write(new PredictionRow { Row = record.Row, Line = record.Line, Keep = Kept(record), Text = record.Text, Problem = problem });

    public override EarlierRow Read(string line)
    {
        var row = PredictionJson.ReadRow(line);
        return new(row.Row, row.Line, row.Text, row.Problem, row.Keep);
    }

    public override string? Mismatch(string head)
    {
        var (expected, found) = (Own(), PredictionJson.ReadHead(head));
        return Models("model", expected.Model, found.Model)
            ?? Differs((expected.Outputs, expected.Labels, expected.Input, expected.Column, expected.Keep),
                (found.Outputs, found.Labels, found.Input, found.Column, found.Keep))
            ?? Differs("the program", expected.Program, found.Program);
    }

    private PredictionHead Own() => new()
    {
        Input = Input,
        Column = Column,
        Keep = Keep,
        Model = explainer.Models.Model,
        Outputs = explainer.Outputs,
        Labels = explainer.Labels,
    };
}

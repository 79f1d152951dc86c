using PureSaliency.Cli.Inputs;
using PureSaliency.Cli.Reports;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Cli.Outputs;

/// <summary>Predictions in each format that has them.</summary>
internal static class PredictionResults
{
    /// <param name="format">What is written.</param>
    /// <param name="corpus">How a corpus is; null for a single text.</param>
    /// <param name="explainer">What predicts.</param>
    /// <param name="sink">Where it is written.</param>
    public static Results<Prediction> Create(Format format, CorpusForm<Prediction>? corpus, ITextExplainer explainer, Sink sink) => format switch
    {
        Format.Json when corpus is not null => Results<Prediction>.Object(sink, corpus),
        Format.Jsonl when corpus is not null => Results<Prediction>.Lines(sink, corpus),
        Format.Json or Format.Jsonl => Results<Prediction>.Objects(sink, one => PredictionJson.Write(one, indented: format == Format.Json)),
        Format.Csv => new PredictionTable(sink, corpus?.Keep ?? [], explainer.Labels, explainer.Outputs),
        Format.Text => corpus is null ? new Text(sink) : new Lines(sink, explainer),
        _ => throw new NotSupportedException($"Predictions are not written as {format}."),
    };

    private sealed class Text(Sink sink) : Results<Prediction>(sink)
    {
        private readonly PredictionReport _report = new(Pen(sink), sink.Terminal.Width);

        protected override void Write(TextRecord record, Prediction result, bool first) => _report.Write(result);
    }

    private sealed class Lines(Sink sink, ITextExplainer explainer) : Results<Prediction>(sink)
    {
        private readonly PredictionLines _report = new(Pen(sink), sink.Terminal.Width, explainer.Labels, explainer.Outputs);

        protected override void Write(TextRecord record, Prediction result, bool first) => _report.Write(result);

        protected override void WriteProblem(TextRecord record, string problem, bool first) => _report.WriteProblem(record.Text, $"{record.Place}: {problem}");
    }
}

using PureSaliency.Cli.Inputs;
using PureSaliency.Cli.Reports;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Cli.Outputs;

/// <summary>Explanations in each format.</summary>
internal static class ExplanationResults
{
    /// <param name="format">What is written.</param>
    /// <param name="corpus">How a corpus is; null for a single text.</param>
    /// <param name="sink">Where it is written.</param>
    public static Results<Explanation> Create(Format format, CorpusForm<Explanation>? corpus, Sink sink) => format switch
    {
        Format.Json when corpus is not null => Results<Explanation>.Object(sink, corpus),
        Format.Jsonl when corpus is not null => Results<Explanation>.Lines(sink, corpus),
        Format.Json or Format.Jsonl => Results<Explanation>.Objects(sink, one => ExplanationJson.Write(one, indented: format == Format.Json)),
        Format.Csv => new ExplanationTable(sink, corpus?.Keep ?? []),
        Format.Html => new Page(sink, corpus is not null),
        _ => new Texts(sink, corpus is not null),
    };

    private sealed class Page(Sink sink, bool many) : Results<Explanation>(sink)
    {
        private HtmlReport? _report;

        protected override void Write(TextRecord record, Explanation result, bool first) => Report().Add(result);

        protected override void WriteProblem(TextRecord record, string problem, bool first) => Report().AddProblem(record.Text ?? "", $"{record.Place}: {problem}");

        protected override void WriteEnd(bool empty) => Report().Finish();

        private HtmlReport Report() => _report ??= new HtmlReport(Writer, many);
    }

    private sealed class Texts(Sink sink, bool many) : Results<Explanation>(sink)
    {
        private readonly ConsoleReport _report = new(Pen(sink), sink.Terminal.Width);

        protected override void Write(TextRecord record, Explanation result, bool first)
        {
            Part(first);
            _report.Write(result, timed: !many);
        }

        protected override void WriteProblem(TextRecord record, string problem, bool first)
        {
            Part(first);
            _report.WriteProblem(record.Text, $"{record.Place}: {problem}");
        }

        private void Part(bool first)
        {
            if (!first)
                Sink.Writer.WriteLine();
        }
    }
}

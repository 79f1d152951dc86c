using PureSaliency.Cli.Inputs;
using PureSaliency.Cli.Reports;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Cli.Outputs;

/// <summary>Explanations in each format, by one method or by several.</summary>
internal static class ExplanationResults
{
    /// <param name="format">What is written.</param>
    /// <param name="corpus">How a corpus is; null for a single text.</param>
    /// <param name="sink">Where it is written.</param>
    public static Results<Explanation> Create(Format format, CorpusForm<Explanation>? corpus, Sink sink) => format switch
    {
        Format.Csv => new ExplanationTable(sink, corpus?.Keep ?? []),
        Format.Html => new Page<Explanation>(sink, corpus is not null, (page, result) => page.Add(result)),
        Format.Text => new Texts<Explanation>(sink, (pen, width, result) =>
            new ConsoleReport(pen, width).Write(result, timed: corpus is null)),
        _ => Json(format, corpus, sink, ExplanationJson.Write),
    };

    /// <inheritdoc cref="Create(Format, CorpusForm{Explanation}?, Sink)"/>
    /// <param name="methods">Names of the methods.</param>
    public static Results<MethodComparison> Create(Format format, CorpusForm<MethodComparison>? corpus, Sink sink, IReadOnlyList<string> methods) => format switch
    {
        Format.Csv => new ComparisonTable(sink, corpus?.Keep ?? [], methods),
        Format.Html => new Page<MethodComparison>(sink, corpus is not null, (page, result) => page.Add(result)),
        Format.Text => new Texts<MethodComparison>(sink, (pen, width, result) =>
            new ComparisonReport(pen, width).Write(result, timed: corpus is null)),
        _ => Json(format, corpus, sink, ComparisonJson.Write),
    };

    private static Results<T> Json<T>(Format format, CorpusForm<T>? corpus, Sink sink, Func<T, bool, string> write) =>
        corpus is null ? Results<T>.Objects(sink, one => write(one, format == Format.Json))
        : format == Format.Json ? Results<T>.Object(sink, corpus) : Results<T>.Lines(sink, corpus);

    private sealed class Page<T>(Sink sink, bool many, Action<HtmlReport, T> add) : Results<T>(sink)
    {
        private HtmlReport? _report;

        protected override void Write(TextRecord record, T result, bool first) => add(Report(), result);

        protected override void WriteProblem(TextRecord record, string problem, bool first) => Report().AddProblem(record.Text ?? "", $"{record.Place}: {problem}");

        protected override void WriteEnd(bool empty) => Report().Finish();

        private HtmlReport Report() => _report ??= new HtmlReport(Writer, many);
    }

    private sealed class Texts<T>(Sink sink, Action<IPen, int, T> write) : Results<T>(sink)
    {
        private readonly IPen _pen = Pen(sink);

        protected override void Write(TextRecord record, T result, bool first)
        {
            Part(first);
            write(_pen, Sink.Terminal.Width, result);
        }

        protected override void WriteProblem(TextRecord record, string problem, bool first)
        {
            Part(first);
            new ConsoleReport(_pen, Sink.Terminal.Width).WriteProblem(record.Text, $"{record.Place}: {problem}");
        }

        private void Part(bool first)
        {
            if (!first)
                Sink.Writer.WriteLine();
        }
    }
}

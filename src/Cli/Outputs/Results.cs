using System.Text.Json;
using PureSaliency.Cli.Inputs;
using PureSaliency.Cli.Reports;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Outputs;

/// <summary>How the rows of a corpus are written.</summary>
/// <param name="Head">What holds for all; asked for with the first row, as it waits for the hashes of the weights.</param>
/// <param name="Keep">Columns that go with each row.</param>
/// <param name="Detail">How much each row holds.</param>
internal sealed record CorpusForm(Func<CorpusHead> Head, IReadOnlyList<string> Keep, CorpusDetail Detail)
{
    public CorpusRow Row(TextRecord record, Explanation explanation) => CorpusRow.Of(record.Row, record.Line, Kept(record), explanation, Detail);

    public CorpusRow Row(TextRecord record, string problem) =>
        new() { Row = record.Row, Line = record.Line, Keep = Kept(record), Text = record.Text, Problem = problem };

    /// <summary>What goes with a row.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Kept(TextRecord record) => record.Kept.Count == 0 ? null
        : Keep.Zip(record.Kept).ToDictionary(pair => pair.First, pair => pair.Second);
}

/// <summary>Explanations in a format. Nothing is written before the first one or the end.</summary>
internal abstract class Results(Sink sink)
{
    private bool _begun;

    protected Sink Sink { get; } = sink;

    // What programs read is data with all its characters; on a screen it is read by people.
    private readonly PrintableWriter? _screen = sink.IsStandard && sink.Terminal.OutputIsTerminal ? new(sink.Writer, Printable.Shown) : null;

    protected TextWriter Writer => _screen ?? Sink.Writer;

    /// <param name="format">What is written.</param>
    /// <param name="corpus">How a corpus is; null for a single text.</param>
    /// <param name="sink">Where it is written.</param>
    public static Results Create(Format format, CorpusForm? corpus, Sink sink) => format switch
    {
        Format.Json => corpus is null ? new JsonObjects(sink, indented: true) : new CorpusObject(sink, corpus),
        Format.Jsonl => corpus is null ? new JsonObjects(sink, indented: false) : new CorpusLines(sink, corpus),
        Format.Csv => new CsvTable(sink, corpus?.Keep ?? []),
        Format.Html => new Page(sink, corpus is not null),
        _ => new Texts(sink, corpus is not null),
    };

    /// <summary>Says that an earlier run wrote the beginning.</summary>
    public void GoOn() => _begun = true;

    public void Add(TextRecord record, Explanation explanation) => Next(first => Write(record, explanation, first));

    /// <summary>A row that could not be explained keeps its place and says why.</summary>
    public void Fail(TextRecord record, string problem) => Next(first => WriteProblem(record, problem, first));

    public void Finish() => Sink.Guard(() => WriteEnd(empty: !_begun));

    protected abstract void Write(TextRecord record, Explanation explanation, bool first);

    protected virtual void WriteProblem(TextRecord record, string problem, bool first) =>
        throw new NotSupportedException("A single text that cannot be explained ends the run.");

    protected virtual void WriteEnd(bool empty)
    {
    }

    private void Next(Action<bool> write) => Sink.Guard(() =>
    {
        write(!_begun);
        _begun = true;
        Sink.Holds();
    });

    private sealed class JsonObjects(Sink sink, bool indented) : Results(sink)
    {
        protected override void Write(TextRecord record, Explanation explanation, bool first) =>
            Writer.WriteLine(ExplanationJson.Write(explanation, indented));
    }

    private sealed class CorpusLines(Sink sink, CorpusForm corpus) : Results(sink)
    {
        protected override void Write(TextRecord record, Explanation explanation, bool first) => Write(corpus.Row(record, explanation), first);

        protected override void WriteProblem(TextRecord record, string problem, bool first) => Write(corpus.Row(record, problem), first);

        protected override void WriteEnd(bool empty)
        {
            if (empty) Writer.WriteLine(CorpusJson.Write(corpus.Head()));
        }

        private void Write(CorpusRow row, bool first)
        {
            WriteEnd(first);
            Writer.WriteLine(CorpusJson.Write(row));
        }
    }

    /// <summary>One object: what holds for all, and the rows, each on its line.</summary>
    private sealed class CorpusObject(Sink sink, CorpusForm corpus) : Results(sink)
    {
        protected override void Write(TextRecord record, Explanation explanation, bool first) => Write(corpus.Row(record, explanation), first);

        protected override void WriteProblem(TextRecord record, string problem, bool first) => Write(corpus.Row(record, problem), first);

        protected override void WriteEnd(bool empty) => Writer.Write(empty ? Head() + "]}\n" : "\n]}\n");

        private void Write(CorpusRow row, bool first) => Writer.Write((first ? Head() + "\n" : ",\n") + CorpusJson.Write(row));

        private string Head() => CorpusJson.Write(corpus.Head())[..^1] + ",\"rows\":[";
    }

    private sealed class Page(Sink sink, bool many) : Results(sink)
    {
        private HtmlReport? _report;

        protected override void Write(TextRecord record, Explanation explanation, bool first) => Report().Add(explanation);

        protected override void WriteProblem(TextRecord record, string problem, bool first) => Report().AddProblem(record.Text ?? "", $"{record.Place}: {problem}");

        protected override void WriteEnd(bool empty) => Report().Finish();

        private HtmlReport Report() => _report ??= new HtmlReport(Writer, many);
    }

    private sealed class Texts(Sink sink, bool many) : Results(sink)
    {
        private readonly ConsoleReport _report = new(
            sink.IsStandard && sink.Terminal.Colours ? new ColourPen(sink.Writer) : new PlainPen(sink.Writer), sink.Terminal.Width);

        protected override void Write(TextRecord record, Explanation explanation, bool first)
        {
            Part(first);
            _report.Write(explanation, timed: !many);
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

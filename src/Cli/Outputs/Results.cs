using PureSaliency.Cli.Reports;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Outputs;

/// <summary>Explanations in a format. Nothing is written before the first one or the end.</summary>
internal abstract class Results(Sink sink)
{
    private bool _begun;

    protected Sink Sink { get; } = sink;

    // What programs read is data with all its characters; on a screen it is read by people.
    private readonly PrintableWriter? _screen = sink.IsStandard && sink.Terminal.OutputIsTerminal ? new(sink.Writer, Printable.Shown) : null;

    protected TextWriter Writer => _screen ?? Sink.Writer;

    public static Results Create(Format format, bool many, Sink sink) => format switch
    {
        Format.Json => many ? new JsonArray(sink) : new JsonObjects(sink, indented: true),
        Format.Jsonl => new JsonObjects(sink, indented: false),
        Format.Html => new Page(sink, many),
        _ => new Texts(sink),
    };

    public void Add(Explanation explanation) => Sink.Guard(() =>
    {
        Write(explanation, first: !_begun);
        _begun = true;
        Sink.Holds();
    });

    public void Finish() => Sink.Guard(() => WriteEnd(empty: !_begun));

    protected abstract void Write(Explanation explanation, bool first);

    protected virtual void WriteEnd(bool empty)
    {
    }

    private sealed class JsonObjects(Sink sink, bool indented) : Results(sink)
    {
        protected override void Write(Explanation explanation, bool first) =>
            Writer.WriteLine(ExplanationJson.Write(explanation, indented));
    }

    private sealed class JsonArray(Sink sink) : Results(sink)
    {
        protected override void Write(Explanation explanation, bool first)
        {
            Writer.Write(first ? "[\n" : ",\n");
            Writer.Write(ExplanationJson.Write(explanation, indented: true));
        }

        protected override void WriteEnd(bool empty) => Writer.Write(empty ? "[]\n" : "\n]\n");
    }

    private sealed class Page(Sink sink, bool many) : Results(sink)
    {
        private HtmlReport? _report;

        protected override void Write(Explanation explanation, bool first) => Report().Add(explanation);

        protected override void WriteEnd(bool empty) => Report().Finish();

        private HtmlReport Report() => _report ??= new HtmlReport(Writer, many);
    }

    private sealed class Texts(Sink sink) : Results(sink)
    {
        private readonly ConsoleReport _report = new(
            sink.IsStandard && sink.Terminal.Colours ? new ColourPen(sink.Writer) : new PlainPen(sink.Writer), sink.Terminal.Width);

        protected override void Write(Explanation explanation, bool first)
        {
            if (!first)
                Sink.Writer.WriteLine();
            _report.Write(explanation);
        }
    }
}

using PureSaliency.Cli.Inputs;
using PureSaliency.Cli.Reports;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Outputs;

/// <summary>Results in a format. Nothing is written before the first one or the end.</summary>
/// <typeparam name="T">What comes of a text.</typeparam>
internal abstract class Results<T>(Sink sink)
{
    private bool _begun;

    protected Sink Sink { get; } = sink;

    // What programs read is data with all its characters; on a screen it is read by people.
    private readonly PrintableWriter? _screen = sink.IsStandard && sink.Terminal.OutputIsTerminal ? new(sink.Writer, Printable.Shown) : null;

    protected TextWriter Writer => _screen ?? Sink.Writer;

    /// <summary>An object for each, as <paramref name="write"/> writes it.</summary>
    public static Results<T> Objects(Sink sink, Func<T, string> write) => new JsonObjects(sink, write);

    /// <summary>A corpus as lines: what holds for all, and a row each.</summary>
    public static Results<T> Lines(Sink sink, CorpusForm<T> corpus) => new CorpusLines(sink, corpus);

    /// <summary>A corpus as one object.</summary>
    public static Results<T> Object(Sink sink, CorpusForm<T> corpus) => new CorpusObject(sink, corpus);

    /// <summary>Says that an earlier run wrote the beginning.</summary>
    public void GoOn() => _begun = true;

    public void Add(TextRecord record, T result) => Next(first => Write(record, result, first));

    /// <summary>A row that could not be used keeps its place and says why.</summary>
    public void Fail(TextRecord record, string problem) => Next(first => WriteProblem(record, problem, first));

    public void Finish() => Sink.Guard(() => WriteEnd(empty: !_begun));

    protected abstract void Write(TextRecord record, T result, bool first);

    protected virtual void WriteProblem(TextRecord record, string problem, bool first) =>
        throw new NotSupportedException("A single text that cannot be used ends the run.");

    protected virtual void WriteEnd(bool empty)
    {
    }

    /// <summary>A pen for people.</summary>
    protected static IPen Pen(Sink sink) => sink.IsStandard && sink.Terminal.Colours ? new ColourPen(sink.Writer) : new PlainPen(sink.Writer);

    private void Next(Action<bool> write) => Sink.Guard(() =>
    {
        write(!_begun);
        _begun = true;
        Sink.Holds();
    });

    private sealed class JsonObjects(Sink sink, Func<T, string> write) : Results<T>(sink)
    {
        protected override void Write(TextRecord record, T result, bool first) => Writer.WriteLine(write(result));
    }

    private sealed class CorpusLines(Sink sink, CorpusForm<T> corpus) : Results<T>(sink)
    {
        protected override void Write(TextRecord record, T result, bool first) => Write(corpus.Row(record, result), first);

        protected override void WriteProblem(TextRecord record, string problem, bool first) => Write(corpus.Row(record, problem), first);

        protected override void WriteEnd(bool empty)
        {
            if (empty) Writer.WriteLine(corpus.Head());
        }

        private void Write(string row, bool first)
        {
            WriteEnd(first);
            Writer.WriteLine(row);
        }
    }

    /// <summary>What holds for all, and the rows, each on its line.</summary>
    private sealed class CorpusObject(Sink sink, CorpusForm<T> corpus) : Results<T>(sink)
    {
        protected override void Write(TextRecord record, T result, bool first) => Write(corpus.Row(record, result), first);

        protected override void WriteProblem(TextRecord record, string problem, bool first) => Write(corpus.Row(record, problem), first);

        protected override void WriteEnd(bool empty) => Writer.Write(empty ? Head() + "]}\n" : "\n]}\n");

        private void Write(string row, bool first) => Writer.Write((first ? Head() + "\n" : ",\n") + row);

        private string Head() => corpus.Head()[..^1] + ",\"rows\":[";
    }
}

using System.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Outputs;

/// <summary>A writer for people: nothing hidden gets through it, whoever writes.</summary>
internal sealed class PrintableWriter : TextWriter
{
    private readonly TextWriter _inner;
    private readonly Func<string, string> _show;

    /// <param name="inner">Where it goes.</param>
    /// <param name="show">The text as it may be seen.</param>
    public PrintableWriter(TextWriter inner, Func<string, string> show)
    {
        (_inner, _show) = (inner, show);
        CoreNewLine = ['\n']; // a carriage return would have to pass
    }

    public override Encoding Encoding => _inner.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value)
    {
        if (value is not null)
            _inner.Write(_show(value));
    }

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void WriteLine() => _inner.Write('\n');

    // At once, so that lines of several threads do not mix.
    public override void WriteLine(string? value) => _inner.Write(_show(value ?? "") + "\n");

    public override void Flush() => _inner.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }
}

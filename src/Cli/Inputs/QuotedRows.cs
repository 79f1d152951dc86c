using System.Text;
using CsvHelper;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

/// <summary>
/// Rows after RFC 4180. A quote that is not written by its rules has another meaning to its writer: such a row is told and not guessed.
/// </summary>
internal sealed class QuotedRows(string name, Stream stream, char separator)
{
    private const string Doubled = "a quote inside a quoted field is written twice (\"\")";

    private long _spanning, _returns;
    private (long First, long Last) _span;
    private CsvMalformedRecord? _bad;

    /// <summary>The first row as it is written.</summary>
    public string FirstLine { get; private set; } = "";

    public static string Advice(bool more) => more ? "a text with a comma needs quotes" : "a row has a field for each column of the header";

    public IEnumerable<TableRow> Read()
    {
        (_spanning, _returns, _bad) = (0, 0, null);
        using var reader = CsvReader.Create(stream, new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            MaxRecordSize = Utf8Lines.LongestLine,
            TrackLineNumbers = true,
            OnMalformedRecord = bad => _bad = bad,
        }, leaveOpen: true);
        bool first = true;
        while (Next(reader))
        {
            if (first) FirstLine = Utf8Lines.Decode($"{name}, line {reader.LineNumber}", reader.RawRecord);
            first = false;
            yield return Row(reader);
        }
    }

    /// <summary>Fields that run over lines are told, since a quote that is not closed on its line makes one too.</summary>
    public IEnumerable<string> Notes()
    {
        if (_spanning > 0)
            yield return $"{(_spanning == 1 ? "one quoted row runs" : $"{_spanning:#,0} quoted rows run")} over several lines, "
                + $"{(_spanning == 1 ? "" : "the first ")}from line {_span.First} to line {_span.Last}.";
    }

    /// <summary>Refuses carriage returns that end a row for some readers and stand inside a text for others.</summary>
    public void CheckLineEnds()
    {
        stream.Position = 0;
        var (count, line) = Lone();
        if (count > _returns)
            throw new InputException($"{name}: expected rows that end in a line feed; found a carriage return alone outside quotes"
                + $"{(_returns == 0 ? $" on line {line}" : "")}, which ends a row for some programs and not for others.");
    }

    private bool Next(CsvReader reader)
    {
        _bad = null;
        bool found;
        try
        {
            found = reader.Read();
        }
        catch (CsvFormatException problem)
        {
            throw new InputException($"{name}, line {problem.LineNumber}: {problem.Message.TrimEnd('.')}; a quote that is never closed makes such a row.", problem);
        }
        return _bad is { Reason: CsvMalformedReason.UnterminatedQuote } bad
            ? throw new InputException($"{name}, line {bad.LineNumber}: expected a quote that closes the field; found the end of the file{Backslash(bad.RawRecord)}.")
            : found;
    }

    private TableRow Row(CsvReader reader)
    {
        long line = reader.LineNumber;
        int breaks = reader.RawRecord.Count((byte)'\n');
        if (breaks > 0 && _spanning++ == 0) _span = (line, line + breaks);
        if (reader.RawRecord.Contains((byte)'\r')) _returns += Lone(reader.RawRecord);
        string[] fields = new string[reader.FieldCount];
        string? problem = null;
        for (int i = 0; i < fields.Length; i++)
        {
            if (_bad is not null || breaks > 0) problem ??= Problem(reader.GetRawSpan(i));
            fields[i] = Utf8Lines.Decode($"{name}, line {line}", reader.GetSpan(i));
        }
        return new(line, fields, problem is null ? null : $"{problem}{(breaks > 0 ? $"; the row runs to line {line + breaks}" : "")}.");
    }

    private static string? Problem(ReadOnlySpan<byte> raw)
    {
        var field = raw.Trim(" "u8);
        if (field.IsEmpty || field[0] != '"') return null;
        if (!IsQuoted(field))
            return raw[0] == '"' ? "expected the end of the field after its closing quote; " + (raw.IndexOf("\\\""u8) >= 0
                ? "found a quote after a backslash, but " + Doubled : "found more text; " + Doubled) : null;
        if (raw[0] != '"') return "expected a quote at the beginning of the field; found a blank before it, which makes the quotes a part of the text";
        return raw.Contains((byte)'\n') && raw.IndexOf("\\\"\""u8) >= 0
            ? "found a quote after a backslash in a field that runs over lines, but " + Doubled : null;
    }

    // Its first quote is closed by its last one, and all between them are doubled.
    private static bool IsQuoted(ReadOnlySpan<byte> field)
    {
        if (field.Length < 2 || field[^1] != '"') return false;
        var inner = field[1..^1];
        for (int i = 0; i < inner.Length; i++)
            if (inner[i] == '"' && (++i == inner.Length || inner[i] != '"')) return false;
        return true;
    }

    private static string Backslash(string raw) => raw.Contains("\\\"", StringComparison.Ordinal) ? $". A backslash before a quote has no meaning: {Doubled}" : "";

    private (long Count, long Line) Lone()
    {
        long count = 0, line = 1, first = 0;
        byte[] buffer = new byte[1 << 16];
        bool returned = false;
        for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;)
            foreach (byte b in buffer.AsSpan(0, read))
            {
                if (returned && b != '\n' && count++ == 0) first = line;
                if (b == '\n') line++;
                returned = b == '\r';
            }
        return (count, first);
    }

    private static long Lone(ReadOnlySpan<byte> raw)
    {
        long count = 0;
        for (int i = 0; i < raw.Length; i++)
            if (raw[i] == '\r' && (i + 1 == raw.Length || raw[i + 1] != '\n')) count++;
        return count;
    }
}

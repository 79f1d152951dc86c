using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

/// <summary>
/// A table of tabs. Corpora are written without quoting: a row is a line and a quote is a letter. Spreadsheets quote what holds a
/// tab, a line break or a quote: a file is read so only where every other reading contradicts itself, and that is told.
/// </summary>
internal sealed class TsvInput(string name, Stream stream, InputPlace place) : TableInput(name, stream, '\t', place)
{
    private QuotedRows? _quoted;
    private long _openings, _firstOpening;
    private string _firstLine = "";

    protected override string FirstLine => _quoted?.FirstLine ?? _firstLine;

    protected override IEnumerable<TableRow> Rows() => _quoted?.Read() ?? Lines();

    // Of quoted rows all have as many fields as the header, or they would not be read as such.
    protected override string Advice(bool more) =>
        more ? "a text cannot hold a tab in a .tsv without quoting" : "fields are separated by tabs, and a row is a line";

    protected override void Survey()
    {
        if (TsvQuoting.IsUsed(Name, Stream))
            _quoted = new(Name, Stream, '\t');
        Stream.Position = 0;
        base.Survey();
        _quoted?.CheckLineEnds();
    }

    protected override IEnumerable<string> Notes()
    {
        if (_quoted is not null)
            return _quoted.Notes().Prepend("its fields are quoted as a spreadsheet does it; the quotes are taken away.");
        return _openings == 0 ? [] :
            [$"{(_openings == 1 ? "a field begins with a quote" : $"{_openings:#,0} fields begin with a quote, the first")} on line {_firstOpening}; "
            + "a .tsv is read without quoting, so that quotes are letters of the text and a row is a line."];
    }

    private IEnumerable<TableRow> Lines()
    {
        (_openings, _firstOpening) = (0, 0);
        bool header = true;
        foreach (var (number, line) in Utf8Lines.Read(Name, Stream))
        {
            if (line.Length == 0)
                continue;
            if (header) _firstLine = line;
            header = false;
            string[] fields = line.Split('\t');
            int openings = fields.Count(field => field.StartsWith('"'));
            if (_openings == 0) _firstOpening = number;
            _openings += openings;
            yield return new(number, fields);
        }
    }
}

/// <summary>Whether a table of tabs was written with quoting.</summary>
internal static class TsvQuoting
{
    /// <summary>
    /// Quoting is used if the file obeys its rules everywhere, and says so: by a quoted header, by doubled quotes inside a field on one
    /// line, or because its lines do not fit the header and its quoted rows do. A field that holds both a tab and a line break is no
    /// evidence: so are rows swallowed.
    /// </summary>
    public static bool IsUsed(string name, Stream stream)
    {
        if (!Unquoted(name, stream, out bool consistent))
            return false;
        stream.Position = 0;
        return Quoted(stream, out bool said) && (said || !consistent);
    }

    // False if no field begins with a quote.
    private static bool Unquoted(string name, Stream stream, out bool consistent)
    {
        bool opens = false;
        int? tabs = null;
        consistent = true;
        foreach (var (_, line) in Utf8Lines.Read(name, stream))
        {
            if (line.Length == 0) continue;
            opens |= line[0] == '"' || line.Contains("\t\"", StringComparison.Ordinal);
            int count = line.AsSpan().Count('\t');
            tabs ??= count;
            consistent &= count == tabs;
        }
        return opens;
    }

    private static bool Quoted(Stream stream, out bool said)
    {
        said = false;
        bool malformed = false;
        int? columns = null;
        using var reader = CsvHelper.CsvReader.Create(stream, new CsvHelper.CsvReaderOptions
        {
            Separator = '\t',
            HasHeader = false,
            MaxRecordSize = Utf8Lines.LongestLine,
            OnMalformedRecord = _ => malformed = true,
        }, leaveOpen: true);
        try
        {
            while (reader.Read())
            {
                bool header = columns is null;
                columns ??= reader.FieldCount;
                if (malformed || reader.FieldCount != columns) return false;
                for (int i = 0; i < reader.FieldCount; i++)
                {
                    var raw = reader.GetRawSpan(i);
                    if (raw.IsEmpty || raw[0] != '"') continue;
                    bool lines = raw.Contains((byte)'\n');
                    if (lines && raw.Contains((byte)'\t')) return false;
                    said |= header || !lines && raw.Length > 4 && raw[1..^1].Contains((byte)'"');
                }
            }
            return !malformed;
        }
        catch (CsvHelper.CsvFormatException)
        {
            return false;
        }
    }
}

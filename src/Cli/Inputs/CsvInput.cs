namespace PureSaliency.Cli.Inputs;

/// <summary>A table with quoting after RFC 4180: a quoted field holds separators and line breaks, a quote in it is written twice.</summary>
internal sealed class CsvInput(string name, Stream stream, char separator, InputPlace place) : TableInput(name, stream, separator, place)
{
    private readonly QuotedRows _rows = new(name, stream, separator);

    protected override string FirstLine => _rows.FirstLine;

    protected override IEnumerable<TableRow> Rows() => _rows.Read();

    protected override string Advice(bool more) => QuotedRows.Advice(more);

    protected override IEnumerable<string> Notes() => _rows.Notes();

    protected override void Survey()
    {
        base.Survey();
        _rows.CheckLineEnds();
    }
}

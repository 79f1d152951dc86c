using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

/// <summary>A row of a table as it was split, or why it cannot be trusted.</summary>
/// <param name="Line">Where it starts.</param>
/// <param name="Fields">Its values, quotes taken away where they are quoting.</param>
/// <param name="Problem">Why the values are not what their writer meant.</param>
internal sealed record TableRow(long Line, string[] Fields, string? Problem = null);

/// <summary>A column of a table with a header, and one of labels. A row that has not the header's number of fields is told and not read as far as it fits.</summary>
internal abstract class TableInput(string name, Stream stream, char separator, InputPlace place) : TextInput(name, stream)
{
    protected InputPlace Place => place;

    /// <summary>All rows, the header first.</summary>
    protected abstract IEnumerable<TableRow> Rows();

    /// <summary>What may be wrong with a row of too many or too few fields.</summary>
    protected abstract string Advice(bool more);

    /// <summary>The first line as it is written.</summary>
    protected abstract string FirstLine { get; }

    /// <summary>What a reader should know once all rows were gone through.</summary>
    protected virtual IEnumerable<string> Notes() => [];

    protected override IEnumerable<TextRecord> Records()
    {
        TableColumns? columns = null;
        foreach (var row in Rows())
            if (columns is null)
                columns = TableColumns.Find(new(Name, separator, row, FirstLine), place);
            else
                yield return Record(row, columns);
        if (columns is null)
            throw Empty();
        if (!Stream.CanSeek)
            Tell();
    }

    protected override void Survey()
    {
        using var rows = Rows().GetEnumerator();
        if (!rows.MoveNext())
            throw Empty();
        TableColumns.Find(new(Name, separator, rows.Current, FirstLine), place);
        long count = 0;
        while (rows.MoveNext()) count++;
        if (count == 0)
            place.Note($"{Name}: there are no rows under the header.");
        Tell();
    }

    private void Tell()
    {
        foreach (string note in Notes())
            place.Note($"{Name}: {note}");
    }

    private InputException Empty() => new($"{Name}: expected a header with the column '{place.Column}'; found an empty file.");

    private TextRecord Record(TableRow row, TableColumns columns)
    {
        var kept = row.Fields.Length == columns.Count && row.Problem is null ? columns.Kept(row.Fields) : [];
        string? problem = row.Problem ?? (row.Fields.Length == columns.Count ? null
            : $"expected {columns.Count} fields, found {row.Fields.Length}; {Advice(row.Fields.Length > columns.Count)}.");
        return (problem is not null ? new(Name, row.Line, null, problem)
            : TextRecord.Of(Name, row.Line, row.Fields[columns.Text], columns.Label is { } label ? row.Fields[label] : null)) with
        { Kept = kept, Wanted = row.Fields.Length == columns.Count && row.Problem is null ? columns.Found(row.Fields) : [] };
    }
}

/// <summary>Which columns are read.</summary>
internal sealed record TableColumns(int Count, int Text, int? Label, int[] Keep, int?[] Wanted)
{
    public static TableColumns Find(TableHeader header, InputPlace place)
    {
        header.CheckNames();
        return new(header.Count, header.Index(place.Column), place.LabelColumn is { } label ? header.Index(label) : null,
            [.. place.Keep.Select(header.Index)], [.. place.Wanted.Select(header.Find)]);
    }

    public JsonElement[] Kept(string[] fields) => [.. Keep.Select(column => Value(fields, column))];

    public JsonElement?[] Found(string[] fields) => [.. Wanted.Select(column => column is { } there ? Value(fields, there) : (JsonElement?)null)];

    private static JsonElement Value(string[] fields, int column) => JsonSerializer.SerializeToElement(fields[column], TextJson.Default.String);
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class TextJson : System.Text.Json.Serialization.JsonSerializerContext;

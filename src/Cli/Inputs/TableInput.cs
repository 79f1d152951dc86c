using System.Text;
using CsvHelper;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

/// <summary>A column of a table with a header, and one of labels.</summary>
internal sealed class TableInput(string name, Stream stream, char separator, InputPlace place) : TextInput(name, stream)
{
    private CsvMalformedRecord? _unclosed;

    public override IEnumerable<TextRecord> Read()
    {
        using var reader = CsvReader.Create(Stream, new CsvReaderOptions
        {
            Separator = separator,
            MaxRecordSize = Utf8Lines.LongestLine,
            TrackLineNumbers = true,
            // A stray quote is kept as it stands; one that is never closed has swallowed the rest of the file.
            OnMalformedRecord = bad => _unclosed = bad.Reason == CsvMalformedReason.UnterminatedQuote ? bad : _unclosed,
        }, leaveOpen: true);
        int index = Column(reader, place.Column), label = place.LabelColumn is { } name ? Column(reader, name) : index;
        while (Next(reader))
        {
            long line = reader.LineNumber;
            int last = Math.Max(index, label);
            yield return last < reader.FieldCount
                ? TextRecord.Of(Name, line, Field(index), place.LabelColumn is null ? null : Field(label))
                : new(Name, line, null, $"expected at least {last + 1} fields; found {reader.FieldCount}.");

            string Field(int column) => Utf8Lines.Decode($"{Name}, line {line}", reader.GetSpan(column));
        }
    }

    private int Column(CsvReader reader, string column)
    {
        var headers = Guard(() => reader.Headers);
        int index = Array.IndexOf([.. headers], column);
        return index >= 0 ? index : throw new InputException(headers.Count == 0
            ? $"{Name}: expected a header with the column '{column}'; found an empty file."
            : $"{Name}: there is no column '{column}'; its columns are {string.Join(", ", headers.Select(h => $"'{h}'"))}.");
    }

    private bool Next(CsvReader reader)
    {
        bool found = Guard(reader.Read);
        return _unclosed is null ? found
            : throw new InputException($"{Name}, line {_unclosed.Value.LineNumber}: expected a quote that closes the field; found the end of the file.");
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException problem)
        {
            throw new InputException($"{Name}, line {problem.LineNumber}: {problem.Message}", problem);
        }
    }
}

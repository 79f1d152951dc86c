using System.Globalization;
using System.Text.Json;
using CsvHelper;
using PureSaliency.Cli.Inputs;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Outputs;

/// <summary>
/// A row per text, to be joined with others: what was kept of the input, the text, what came of it, or the problem. Quoting is that of
/// RFC 4180, and texts are as they were given, also those that a spreadsheet would take for a formula.
/// </summary>
/// <param name="sink">Where it is written.</param>
/// <param name="keep">Columns of the input.</param>
/// <param name="results">Columns of what comes of a text.</param>
internal abstract class CsvTable<T>(Sink sink, IReadOnlyList<string> keep, IReadOnlyList<string> results) : Results<T>(sink)
{
    private CsvWriter? _csv;

    /// <summary>The fields of a result, one for each of its columns.</summary>
    protected abstract IEnumerable<string?> Fields(T result);

    /// <summary>The text of a result.</summary>
    protected abstract string TextOf(T result);

    /// <summary>Reads back to the last bit.</summary>
    protected static string? Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);

    protected override void Write(TextRecord record, T result, bool first) => Write(record, TextOf(result), Fields(result), null, first);

    protected override void WriteProblem(TextRecord record, string problem, bool first) =>
        Write(record, record.Text, Enumerable.Repeat("", results.Count), problem, first);

    protected override void WriteEnd(bool empty)
    {
        if (empty) WriteHeader();
    }

    private void Write(TextRecord record, string? text, IEnumerable<string?> fields, string? problem, bool first)
    {
        if (first) WriteHeader();
        _csv!.WriteField(record.Row);
        _csv.WriteField(record.Line);
        for (int i = 0; i < keep.Count; i++) _csv.WriteField(i < record.Kept.Count ? Plain(record.Kept[i]) : "");
        foreach (string? field in (string?[])[text, .. fields, problem]) _csv.WriteField(field);
        End();
    }

    private void End()
    {
        _csv!.EndRecord();
        _csv.Flush();
    }

    private void WriteHeader()
    {
        _csv = CsvWriter.Create(Writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        foreach (string name in (string[])[.. CsvColumns.Before, .. keep, .. CsvColumns.Around(results)]) _csv.WriteField(name);
        End();
    }

    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };
}

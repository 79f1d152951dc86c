using System.Text.Json;
using CsvHelper;
using PureSaliency.Cli.Inputs;
using PureSaliency.Saliency;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Outputs;

/// <summary>
/// A row per text, to be joined with others: what was kept of the input, class and numbers, the words with the highest scores. Quoting is that
/// of RFC 4180, and texts are as they were given, also those that a spreadsheet would take for a formula.
/// </summary>
internal sealed class CsvTable(Sink sink, IReadOnlyList<string> keep) : Results(sink)
{
    private static readonly string[] Before = ["row", "line"], After = ["text", "class", "probability", "logit", "target", "words", "scores", "problem"];

    private CsvWriter? _csv;

    /// <summary>Refuses kept columns that have the names of those that are written.</summary>
    public static void CheckNames(IReadOnlyList<string> keep)
    {
        if (keep.FirstOrDefault(name => Before.Contains(name) || After.Contains(name)) is { } taken)
            throw new InputException($"--keep {taken}: the result has a column of this name itself; --format jsonl keeps both.");
    }

    protected override void Write(TextRecord record, Explanation explanation, bool first)
    {
        // A word has no blank in it: the tokenizer parts words there.
        var top = explanation.TopWords().Where(word => word.Score > 0).Take(explanation.Options.Top).ToArray();
        var (prediction, target) = (explanation.Prediction, explanation.Target);
        Begin(record, first);
        foreach (string? field in (string?[])[explanation.Text, string.Join("; ", explanation.Answer().Select(c => c.Label)), Number(prediction.Probability),
            Number(prediction.Logit), target.Label, string.Join(' ', top.Select(word => word.Word)), string.Join(' ', top.Select(word => Number(word.Score))), null])
            _csv!.WriteField(field);
        End();
    }

    protected override void WriteProblem(TextRecord record, string problem, bool first)
    {
        Begin(record, first);
        _csv!.WriteField(record.Text);
        for (int i = 1; i < After.Length - 1; i++) _csv.WriteField("");
        _csv.WriteField(problem);
        End();
    }

    protected override void WriteEnd(bool empty)
    {
        if (empty) WriteHeader();
    }

    private void Begin(TextRecord record, bool first)
    {
        if (first) WriteHeader();
        _csv!.WriteField(record.Row);
        _csv.WriteField(record.Line);
        for (int i = 0; i < keep.Count; i++) _csv.WriteField(i < record.Kept.Count ? Plain(record.Kept[i]) : "");
    }

    private void End()
    {
        _csv!.EndRecord();
        _csv.Flush();
    }

    private void WriteHeader()
    {
        _csv = CsvWriter.Create(Writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        foreach (string name in (string[])[.. Before, .. keep, .. After]) _csv.WriteField(name);
        End();
    }

    private static string? Number(double? value) => value?.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };
}

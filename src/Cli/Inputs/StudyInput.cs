using System.Globalization;
using System.Text.Json;
using PureSaliency.Roberta.Training;
using PureSaliency.Saliency.Study;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

/// <summary>
/// Texts of a study, with their labels and marks where the data have any. A row that cannot be used is told, with its line, and left out.
/// </summary>
/// <param name="place">The file and the columns of text, label and marks.</param>
/// <param name="classes">Names of the model's classes.</param>
internal sealed class StudyInput(InputPlace place, IReadOnlyList<string> classes)
{
    private const int MostTold = 10;
    private int _left;

    /// <summary>How many rows were left out.</summary>
    public int LeftOut => _left;

    /// <summary>The texts, at most so many.</summary>
    public IReadOnlyList<StudyText> Read(int? limit)
    {
        var records = Records(limit);
        var labels = Matching([.. records.Select(LabelOf).OfType<string>()]);
        StudyText[] texts = [.. records.Select(record => TextOf(record, labels)).OfType<StudyText>()];
        if (_left > MostTold) place.Note($"{place.Path}: {_left - MostTold} more rows were left out.");
        return texts.Length > 0 ? texts : throw place.Problem("expected texts; found none that can be used.");
    }

    private List<TextRecord> Records(int? limit)
    {
        using var input = TextInput.Open(place, () => Stream.Null);
        var records = new List<TextRecord>();
        foreach (var record in input.Read())
        {
            if (record.Text is null) Leave(record, record.Problem!);
            else records.Add(record);
            if (records.Count == limit) break;
        }
        return records;
    }

    private StudyText? TextOf(TextRecord record, LabelMatching? labels)
    {
        int? label = null;
        if (LabelOf(record) is { } written)
        {
            label = labels?.Knows(written) == true ? labels[written] : null;
            if (label is null) return Leave(record, $"the label is '{written}', expected one of {string.Join(", ", classes)}.");
        }
        if (record.Wanted is not [_, { ValueKind: not JsonValueKind.Null } marked] || marked.ToString().Length == 0) return new(record.Row, record.Text!, label);
        return MarksOf(marked, StudyText.WordsOf(record.Text!).Count, out string? problem) is { } marks
            ? new(record.Row, record.Text!, label, marks) : Leave(record, problem!);
    }

    private StudyText? Leave(TextRecord record, string problem)
    {
        if (++_left <= MostTold) place.Note($"{record.Place}: {problem} This row is left out.");
        return null;
    }

    private static string? LabelOf(TextRecord record) =>
        record.Wanted is [{ ValueKind: not JsonValueKind.Null } label, ..] && label.ToString().Trim() is { Length: > 0 } written ? written : null;

    // One strange label among names is a slip, and a word among numbers; numbers that do not fit may all mean something else.
    private LabelMatching? Matching(string[] labels)
    {
        if (labels.Length == 0) return null;
        try
        {
            return LabelMatching.Of(labels, classes, place.Path);
        }
        catch (LabelsException) when (Plausible(labels) is { Length: > 0 } plausible && plausible.Length < labels.Distinct().Count())
        {
            return LabelMatching.Of(Plausible(labels), classes, place.Path);
        }
    }

    private string[] Plausible(string[] labels)
    {
        string[] all = [.. labels.Distinct()], names = [.. all.Where(IsName)];
        return names.Length > 0 ? names : [.. all.Where(label => double.TryParse(label, CultureInfo.InvariantCulture, out _))];
    }

    private bool IsName(string label) => classes.Any(name => string.Equals(name.Trim(), label, StringComparison.OrdinalIgnoreCase));

    private static double[]? MarksOf(JsonElement value, int words, out string? problem)
    {
        const string Expected = "expected a list of numbers from 0 to 1, one per word, as [0, 1, 0.5]";
        problem = null;
        try
        {
            using var parsed = value.ValueKind == JsonValueKind.String ? JsonDocument.Parse(value.GetString()!) : null;
            var list = parsed?.RootElement ?? value;
            if (list.ValueKind != JsonValueKind.Array) problem = $"{Expected}; found '{value}'.";
            else
            {
                double[] marks = [.. list.EnumerateArray().Select(mark => mark.GetDouble())];
                if (marks.Length != words) problem = $"expected {words} marks, one for each word; found {marks.Length}.";
                else if (Array.Exists(marks, mark => mark is not (>= 0 and <= 1))) problem = $"{Expected}; found '{value}'.";
                else return marks;
            }
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            problem = $"{Expected}; found '{value}'.";
        }
        return null;
    }
}

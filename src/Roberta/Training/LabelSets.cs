using System.Text.Json;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// Which labels of a model hold for each text. A text has an array of names or indices, or of as many 0s and 1s as there are labels,
/// in JSON or as Python writes it; or names, or one, with a semicolon or a bar between.
/// </summary>
internal sealed class LabelSets
{
    private LabelSets(bool[][] truths, string described) => (Truths, Described) = (truths, described);

    /// <summary>For each text and label whether it holds.</summary>
    public bool[][] Truths { get; }

    /// <summary>How labels were read.</summary>
    public string Described { get; }

    /// <summary>Reads the labels of all texts.</summary>
    /// <exception cref="LabelsException">They do not fit the model.</exception>
    public static LabelSets Of(IReadOnlyList<LabelledText> texts, IReadOnlyList<string> model, string source, IReadOnlyList<string>? given)
    {
        string[][] rows = [.. texts.Select(Entries)];
        if (Array.TrueForAll(rows, row => row.Length == model.Count && Array.TrueForAll(row, IsFlag)))
            return new([.. rows.Select(row => row.Select(flag => Flag(flag)!.Value).ToArray())], $"arrays of 0 and 1 in the order {LabelText.Listed([.. given ?? model])}");
        if (Array.TrueForAll(rows, row => row.Length == 0)) throw new LabelsException($"{source} has no label at all; there is nothing to measure.");
        var matching = LabelMatching.Of(rows.SelectMany(row => row), model, source, given);
        return new([.. rows.Select(row => Holding(row, matching, model.Count))], matching.Described);
    }

    private static bool[] Holding(string[] row, LabelMatching matching, int labels)
    {
        var holds = new bool[labels];
        foreach (string label in row) holds[matching[label]] = true;
        return holds;
    }

    private static string[] Entries(LabelledText text)
    {
        string kind = LabelText.Collection(text.Label) ?? "";
        if (kind == "an object") throw new LabelsException($"{text.Place}: expected labels, or an array of them; found an object.");
        if (LabelText.Elements(text.Label) is not { } array) return text.Label.Split([';', '|'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. array.EnumerateArray().Select(entry => entry.ValueKind switch
        {
            JsonValueKind.String => entry.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => entry.ToString(),
            _ => throw new LabelsException($"{text.Place}: expected an array of labels; found {entry.GetRawText()} within."),
        })];
    }

    private static bool IsFlag(string entry) => Flag(entry) is not null;

    private static bool? Flag(string entry) => LabelText.Number(entry) switch
    {
        0 => false,
        1 => true,
        null => LabelText.Fold(entry) switch { "true" => true, "false" => false, _ => null },
        _ => null,
    };
}

using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

/// <summary>All labelled texts of a file; one that is missing or empty is told before anything is learned.</summary>
internal static class LabelledInput
{
    public static IReadOnlyList<LabelledText> Read(string option, string path, string column, string labelColumn,
        Action<string>? note = null, CancellationToken interrupt = default)
    {
        var place = new InputPlace(option, path, column, labelColumn) { Note = note ?? (_ => { }), Interrupt = interrupt };
        using var input = TextInput.Open(place, () => Stream.Null);
        LabelledText[] texts = [.. input.Read().Select(Labelled)];
        return texts.Length > 0 ? texts : throw place.Problem("expected labelled texts; found none.");
    }

    private static LabelledText Labelled(TextRecord record)
    {
        if (record.Text is not { } text) throw new InputException($"{record.Place}: {record.Problem}");
        return !string.IsNullOrWhiteSpace(record.Label)
            ? new(text, record.Label, record.Place) { Row = record.Row, Line = record.Line }
            : throw new InputException($"{record.Place}: the label is empty.");
    }
}

using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

/// <summary>All labelled texts of a file; one that is missing or empty is told before anything is learned.</summary>
internal static class LabelledInput
{
    public static IReadOnlyList<LabelledText> Read(string option, string path, string column, string labelColumn)
    {
        using var input = TextInput.Open(new(option, path, column, labelColumn), () => Stream.Null);
        return [.. input.Read().Select(record => record.Text is { } text
            ? new LabelledText(text, record.Label!.Trim(), record.Place)
            : throw new InputException($"{record.Place}: {record.Problem}"))];
    }
}

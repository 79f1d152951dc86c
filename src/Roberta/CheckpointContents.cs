using PureSaliency.Roberta.Families;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>What the weights' files of a folder hold, without their values.</summary>
/// <param name="Head">What stands on the encoder.</param>
/// <param name="Files">The files.</param>
/// <param name="Tensors">All tensors under the names of today, in the order of these.</param>
/// <param name="Notes">What was done to names.</param>
/// <param name="Unneeded">Names of tensors that nothing computes with.</param>
public sealed record CheckpointContents(
    HeadKind Head, IReadOnlyList<string> Files, IReadOnlyList<TensorEntry> Tensors, IReadOnlyList<string> Notes, IReadOnlyList<string> Unneeded)
{
    /// <summary>Reads the headers of a folder's files.</summary>
    /// <exception cref="InputException">The weights are missing or damaged.</exception>
    public static CheckpointContents Read(ModelFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        using var checkpoint = Checkpoint.Open(folder.Location);
        var head = folder.HeadOf(checkpoint);
        string[] names = [.. checkpoint.Names.Order(StringComparer.Ordinal)];
        return new(head, checkpoint.Files, [.. names.Select(name => checkpoint.Entry(name) with { Name = name })], checkpoint.Notes,
            [.. names.Where(name => RobertaNames.KnownUnused(name) || head == HeadKind.SequenceClassifier && RobertaNames.IsLanguageModel(name))]);
    }
}

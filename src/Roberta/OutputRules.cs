using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>What config.json says of a classifier's outputs must agree with itself and with the weights.</summary>
internal static class OutputRules
{
    /// <summary>Refuses a file whose fields contradict each other; what is meant could only be guessed.</summary>
    public static void Check(ModelConfig config)
    {
        if (config.LabelCount is < 1)
            throw new InputException($"'{config.Source}': num_labels is {config.LabelCount}, expected 1 or more.");
        if (config is { LabelCount: { } count, Labels: { } labels } && labels.Count != count)
            throw new InputException(
                $"'{config.Source}': num_labels is {count}, but id2label names {labels.Count} ({Listed(labels)}); one of them is wrong.");
        foreach (var (name, index) in config.LabelIndices) CheckIndex(config, name, index);
    }

    /// <summary>Refuses a head that has another number of outputs than the file names.</summary>
    public static void CheckHead(ModelConfig config, IReadOnlyList<long>? weight, string name)
    {
        if (weight is [var rows, _] && config.OutputCount is { } count && rows != count)
            throw new InputException($"'{config.Source}' speaks of {count} label{(count == 1 ? "" : "s")}"
                + (config.Labels is { } labels ? $" ({Listed(labels)})" : " (num_labels)")
                + $", but the classifier has {rows} output{(rows == 1 ? "" : "s")}: {name} is [{string.Join(", ", weight)}]. "
                + "Either the labels or the weights are another model's.");
    }

    // label2id is for training scripts; names that it has alone do no harm, names at other places do.
    private static void CheckIndex(ModelConfig config, string name, int index)
    {
        if (config.Labels is not { } labels) return;
        if ((uint)index >= (uint)labels.Count)
            throw new InputException(
                $"'{config.Source}': label2id gives '{name}' the index {index}, expected 0 to {labels.Count - 1} as in id2label.");
        int[] places = [.. Enumerable.Range(0, labels.Count).Where(i => Same(labels[i], name))];
        if (places.Length > 0 && !places.Contains(index))
            throw new InputException($"'{config.Source}': id2label says that {places[0]} is '{labels[places[0]]}', "
                + $"label2id that it is {index}, where id2label has '{labels[index]}'; one of them is wrong.");
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);

    private static string Listed(IReadOnlyList<string> labels) =>
        string.Join(", ", labels.Take(8)) + (labels.Count > 8 ? ", …" : "");
}

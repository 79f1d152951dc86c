using System.Globalization;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>A model's labels as names to be said and found. Labels need not be keys: two may be equal, and one may look like an index.</summary>
/// <param name="labels">The labels in the model's order.</param>
public sealed class ClassNames(IReadOnlyList<string> labels)
{
    private const string ByIndex = "index:", ByLabel = "label:";
    private const int Listed = 12;

    /// <summary>The label, with its index where the label alone does not say which it is.</summary>
    public string this[int index] => IsPlain(index) ? labels[index]
        : $"{(string.IsNullOrWhiteSpace(labels[index]) ? $"'{labels[index]}'" : labels[index])} (index {index})";

    /// <summary>The index that a name means: a label, an index, <c>label:NAME</c> or <c>index:N</c>.</summary>
    /// <param name="name">As it was given.</param>
    /// <param name="model">Whose labels they are, for the message.</param>
    /// <exception cref="InputException">It means none, or more than one.</exception>
    public int Find(string name, string model)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (After(name, ByIndex) is { } index && Index(index) is { } given) return given;
        if (After(name, ByLabel) is { } label && Only(label) is { } named) return named;
        var (byName, byIndex) = (Only(name), Index(name));
        if (byName is { } a && byIndex is { } b && a != b)
            throw new InputException(
                $"'{name}' is the name of class {a}, and class {b} is '{labels[b]}'; say {ByLabel}{name} or {ByIndex}{name}.");
        return byName ?? byIndex ?? throw new InputException($"'{model}' has no class '{name}', expected {Known()} or an index 0 to {labels.Count - 1}.");
    }

    private bool IsPlain(int index) => !string.IsNullOrWhiteSpace(labels[index])
        && (Index(labels[index]) ?? index) == index
        && !labels.Where((other, i) => i != index && Same(other, labels[index], StringComparison.OrdinalIgnoreCase)).Any();

    // Exactly so if there is one, else whatever the case of its letters.
    private int? Only(string name)
    {
        int[] found = Named(name, StringComparison.Ordinal);
        if (found.Length == 0) found = Named(name, StringComparison.OrdinalIgnoreCase);
        return found switch
        {
            [] => null,
            [int only] => only,
            [.. int[] others, int last] => throw new InputException(
                $"'{name}' is the name of classes {string.Join(", ", others)} and {last}; give an index, such as {ByIndex}{last}."),
        };
    }

    private int[] Named(string name, StringComparison comparison) =>
        [.. Enumerable.Range(0, labels.Count).Where(i => Same(labels[i], name, comparison))];

    private int? Index(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < labels.Count ? index : null;

    private string Known() =>
        string.Join(", ", Enumerable.Range(0, Math.Min(labels.Count, Listed)).Select(i => this[i])) + (labels.Count > Listed ? ", …" : "");

    private static string? After(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : null;

    private static bool Same(string a, string b, StringComparison comparison) => a.AsSpan().Trim().Equals(b.AsSpan().Trim(), comparison);
}

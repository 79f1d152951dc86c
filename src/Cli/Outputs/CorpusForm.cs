using System.Text.Json;
using PureSaliency.Cli.Inputs;
using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Outputs;

/// <summary>A row of an earlier output, as far as it is held against the input.</summary>
internal sealed record EarlierRow(long Row, long Line, string? Text, string? Problem, IReadOnlyDictionary<string, JsonElement>? Keep);

/// <summary>How the rows of a corpus are written as JSON, and read again where a run is gone on with.</summary>
/// <param name="place">The input.</param>
/// <param name="verb">What is done with its texts.</param>
internal abstract class CorpusForm(InputPlace place, Verb verb)
{
    public Verb Verb { get; } = verb;

    /// <summary>Name and version of what is written.</summary>
    public abstract string Schema { get; }

    /// <summary>Columns that go with each row.</summary>
    public IReadOnlyList<string> Keep => place.Keep;

    protected string Input => Path.GetFileName(place.Path);

    protected string Column => place.Column;

    /// <summary>What holds for all; asked for with the first row, as it waits for the hashes of the weights.</summary>
    public abstract string Head();

    /// <summary>A row that could not be used.</summary>
    public abstract string Row(TextRecord record, string problem);

    /// <summary>The row that a line holds.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public abstract EarlierRow Read(string line);

    /// <summary>How the first line of an earlier output differs from what this run would write; null if it does not.</summary>
    /// <exception cref="InputException">It is no first line.</exception>
    public abstract string? Mismatch(string head);

    /// <summary>What goes with a row.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Kept(TextRecord record) => record.Kept.Count == 0 ? null
        : Keep.Zip(record.Kept).ToDictionary(pair => pair.First, pair => pair.Second);

    protected static string? Models(string kind, ModelIdentity? expected, ModelIdentity? found) => expected == found ? null
        : $"expected the {kind} {Named(expected)}; found {Named(found)}.";

    /// <summary>What the model's outputs are and are called, and where the texts came from.</summary>
    protected static string? Differs(
        (OutputKind Outputs, IReadOnlyList<string> Labels, string Input, string Column, IReadOnlyList<string> Keep) expected,
        (OutputKind Outputs, IReadOnlyList<string> Labels, string Input, string Column, IReadOnlyList<string> Keep) found) =>
        Differs("the kind of outputs", expected.Outputs.ToString(), found.Outputs.ToString())
        ?? Differs("the labels", List(expected.Labels), List(found.Labels))
        ?? Differs("the input", expected.Input, found.Input)
        ?? Differs("the column", expected.Column, found.Column)
        ?? Differs("the kept columns", List(expected.Keep), List(found.Keep));

    protected static string? Differs(string name, string expected, string found) =>
        expected == found ? null : $"expected {name} {expected}; found {name} {found}.";

    private static string Named(ModelIdentity? model) => model is null ? "none"
        : $"{model.Name} ({model.Sha256[..Math.Min(8, model.Sha256.Length)]}, {model.Computed})";

    private static string List(IReadOnlyList<string> names) => names.Count == 0 ? "(none)" : string.Join(", ", names);
}

/// <summary>The same, for rows that hold results of a kind.</summary>
internal abstract class CorpusForm<T>(InputPlace place, Verb verb) : CorpusForm(place, verb)
{
    public abstract string Row(TextRecord record, T result);
}

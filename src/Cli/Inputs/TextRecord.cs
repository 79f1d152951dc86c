using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

/// <summary>A text, with its label if one was asked for, and where it stood, or why there is none.</summary>
internal sealed record TextRecord(string Source, long Line, string? Text, string? Problem = null, string? Label = null)
{
    /// <summary>Its number among the records of the input, from 1; blank lines are none.</summary>
    public long Row { get; init; }

    /// <summary>The columns that were to be kept, in the order asked for; none where the record was too broken to hold any.</summary>
    public IReadOnlyList<JsonElement> Kept { get; init; } = [];

    /// <summary>Values of the columns that were wanted where they are there; null for one that is not.</summary>
    public IReadOnlyList<JsonElement?> Wanted { get; init; } = [];

    public string Place => $"{Source}, line {Line}";

    public static TextRecord Of(string source, long line, string text, string? label = null) =>
        string.IsNullOrWhiteSpace(text) ? new(source, line, null, "the text is empty.") : new(source, line, text, Label: label);
}

/// <summary>Which file, as the user named it, and which of its columns or fields.</summary>
internal sealed record InputPlace(string Option, string Path, string Column, string? LabelColumn = null)
{
    /// <summary>Columns or fields whose values go with each text.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>Columns or fields that go with each text where they are there; nobody minds if they are not.</summary>
    public IReadOnlyList<string> Wanted { get; init; } = [];

    /// <summary>Who is told what a reader should know but need not stop at.</summary>
    public Action<string> Note { get; init; } = _ => { };

    /// <summary>Ends the wait for a pipe that nobody writes to.</summary>
    public CancellationToken Interrupt { get; init; }

    /// <summary>Every column that is read.</summary>
    public IEnumerable<string> Columns => [Column, .. LabelColumn is null ? (string[])[] : [LabelColumn], .. Keep];

    public InputException Problem(string sentence, Exception? inner = null) =>
        inner is null ? new($"{Option} {Path}: {sentence}") : new($"{Option} {Path}: {sentence}", inner);
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace PureSaliency.Saliency.Report;

/// <summary>
/// A row of a corpus: a prediction without what its first line says for all, and without times, so that equal runs are equal bytes; or
/// why there is none. Serialises to <c>$defs/corpusRow</c> of the schema; what is empty is left out.
/// </summary>
public sealed record PredictionRow
{
    /// <summary>Number among the rows of the input, from 1.</summary>
    [JsonPropertyName("row")]
    public required long Row { get; init; }
    /// <summary>Line of the input on which it starts, from 1.</summary>
    [JsonPropertyName("line")]
    public required long Line { get; init; }
    /// <summary>The columns that were to be kept.</summary>
    [JsonPropertyName("keep"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, JsonElement>? Keep { get; init; }
    /// <summary>The text; null where there was none to be read.</summary>
    [JsonPropertyName("text"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }
    /// <summary>Why there is no prediction; null where there is one.</summary>
    [JsonPropertyName("problem"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Problem { get; init; }
    /// <summary>The class or label with the highest logit, whether it holds or not; of numbers the first.</summary>
    [JsonPropertyName("prediction"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClassScore? Prediction { get; init; }
    /// <summary>Of labels that do not exclude each other those that hold, the surest first; null for other outputs.</summary>
    [JsonPropertyName("holding"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ClassScore>? Holding { get; init; }
    /// <summary>Logits of all classes.</summary>
    [JsonPropertyName("logits"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Logits { get; init; }
    /// <summary>Probabilities of all classes; null where the outputs have none.</summary>
    [JsonPropertyName("probabilities"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Probabilities { get; init; }
    /// <summary>The overlapping windows of a long text.</summary>
    [JsonPropertyName("windows"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TextWindow>? Windows { get; init; }
    /// <summary>What the reader should know, in sentences.</summary>
    [JsonPropertyName("notes"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>The row of a prediction.</summary>
    public static PredictionRow Of(long row, long line, IReadOnlyDictionary<string, JsonElement>? keep, Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return new()
        {
            Row = row,
            Line = line,
            Keep = keep,
            Text = prediction.Text,
            Prediction = prediction.Top,
            Holding = prediction.Holding,
            Logits = [.. prediction.Classes.Select(c => c.Logit)],
            Probabilities = ClassScore.Probabilities(prediction.Classes),
            Windows = prediction.Windows.Count == 0 ? null : prediction.Windows,
            Notes = prediction.Notes.Count == 0 ? null : prediction.Notes,
        };
    }
}

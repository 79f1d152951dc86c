using System.Text.Json.Serialization;
using PureSaliency.Roberta.Training;

namespace PureSaliency.Cli.Reports;

/// <summary>An error of an evaluation as JSON; numbers have <c>expected</c>, <c>found</c> and <c>residual</c>, all others the first three.</summary>
internal sealed record EvaluationErrorRow
{
    [JsonPropertyName("row")]
    public required long Row { get; init; }
    [JsonPropertyName("line")]
    public required long Line { get; init; }
    [JsonPropertyName("text")]
    public required string Text { get; init; }
    [JsonPropertyName("truth"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Truth { get; init; }
    [JsonPropertyName("prediction"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Prediction { get; init; }
    [JsonPropertyName("probability"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Probability { get; init; }
    [JsonPropertyName("expected"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Expected { get; init; }
    [JsonPropertyName("found"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Found { get; init; }
    [JsonPropertyName("residual"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Residual { get; init; }

    public static EvaluationErrorRow Of(EvaluationError error) => new()
    {
        Row = error.Source.Row,
        Line = error.Source.Line,
        Text = error.Source.Text,
        Truth = error.Truth,
        Prediction = error.Prediction,
        Probability = error.Probability,
        Expected = error.Expected,
        Found = error.Found,
        Residual = error.Residual,
    };
}

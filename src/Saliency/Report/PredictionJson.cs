using System.Text.Json.Serialization;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Report;

/// <summary>
/// Predictions as JSON after <c>docs/prediction.schema.json</c>: one object of one text, of a corpus first a <see cref="PredictionHead"/>, then
/// a <see cref="PredictionRow"/> each, on lines of their own.
/// </summary>
public static class PredictionJson
{
    /// <summary>Name and version of the schema that is written and read.</summary>
    public const string Schema = "puresaliency/prediction/1";

    private static readonly PredictionContext Line = new(JsonLine.Settings(PredictionContext.Default.Options));
    private static readonly PredictionContext Indented = new(JsonLine.Settings(PredictionContext.Default.Options, indented: true));

    /// <summary>One JSON object, on one line unless indented; hidden characters are escaped.</summary>
    public static string Write(Prediction prediction, bool indented = false) => JsonLine.Write(prediction, (indented ? Indented : Line).Prediction);

    /// <summary>The first line, without its end; hidden characters are escaped.</summary>
    public static string Write(PredictionHead head) => JsonLine.Write(head, Line.PredictionHead);

    /// <summary>A row's line, without its end; hidden characters are escaped.</summary>
    public static string Write(PredictionRow row) => JsonLine.Write(row, Line.PredictionRow);

    /// <summary>The prediction that <see cref="Write(Prediction, bool)"/> wrote.</summary>
    /// <exception cref="InputException">This is not a prediction of this version.</exception>
    public static Prediction Read(string json)
    {
        var read = JsonLine.Read(json, Line.Prediction, "a prediction");
        return read.Schema == Schema ? read : throw new InputException($"Prediction: expected schema {Schema}, found {read.Schema}.");
    }

    /// <summary>The head that a first line holds.</summary>
    /// <exception cref="InputException">It is none, or one of another version.</exception>
    public static PredictionHead ReadHead(string line) => JsonLine.ReadHead(line, Line.PredictionHead, Schema);

    /// <summary>The row that a line holds.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static PredictionRow ReadRow(string line) => JsonLine.Read(line, Line.PredictionRow, "a row of a corpus");
}

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Prediction))]
[JsonSerializable(typeof(PredictionHead))]
[JsonSerializable(typeof(PredictionRow))]
internal sealed partial class PredictionContext : JsonSerializerContext;

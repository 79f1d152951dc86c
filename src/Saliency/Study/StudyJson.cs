using System.Text.Json.Serialization;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Study;

/// <summary>Studies as JSON: the head and the rows as lines, as they are found, and the result as one object.</summary>
public static class StudyJson
{
    private static readonly StudyContext Line = new(JsonLine.Settings(StudyContext.Default.Options));
    private static readonly StudyContext Indented = new(JsonLine.Settings(StudyContext.Default.Options, indented: true));

    /// <summary>The first line, without its end.</summary>
    public static string Write(StudyHead head) => JsonLine.Write(head, Line.StudyHead);

    /// <summary>A row's line.</summary>
    public static string Write(StudyRow row) => JsonLine.Write(row, Line.StudyRow);

    /// <summary>A row of the cascade.</summary>
    public static string Write(CascadeRow row) => JsonLine.Write(row, Line.CascadeRow);

    /// <summary>The result.</summary>
    public static string Write(StudyResult result) => JsonLine.Write(result, Indented.StudyResult);

    /// <summary>The row of a line.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static StudyRow ReadRow(string line) => JsonLine.Read(line, Line.StudyRow, "a row of a study");

    /// <summary>The row of the cascade of a line.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static CascadeRow ReadCascade(string line) => JsonLine.Read(line, Line.CascadeRow, "a row of a study's cascade");

    /// <summary>The result that was written.</summary>
    /// <exception cref="InputException">It is none of this version.</exception>
    public static StudyResult ReadResult(string json) => JsonLine.Read(json, Indented.StudyResult, "a study");
}

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StudyHead))]
[JsonSerializable(typeof(StudyRow))]
[JsonSerializable(typeof(CascadeRow))]
[JsonSerializable(typeof(StudyResult))]
internal sealed partial class StudyContext : JsonSerializerContext;

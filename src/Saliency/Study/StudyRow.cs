using System.Text.Json.Serialization;

namespace PureSaliency.Saliency.Study;

/// <summary>What a study found on one text; all that tables are made from. Numbers are rounded, so that they read back as they are.</summary>
public sealed record StudyRow
{
    /// <summary>Number of the text in the data, from 1.</summary>
    [JsonPropertyName("row")]
    public required long Row { get; init; }

    /// <summary>N, the added tokens included.</summary>
    [JsonPropertyName("tokens")]
    public required int Tokens { get; init; }

    /// <summary>Whether the text was longer than the model reads, and cut.</summary>
    [JsonPropertyName("cut"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Cut { get; init; }

    /// <summary>c, what the model predicts, and all measures are about.</summary>
    [JsonPropertyName("class")]
    public required int Class { get; init; }

    /// <summary>Its probability.</summary>
    [JsonPropertyName("probability")]
    public required double Probability { get; init; }

    /// <summary>The class that the data give.</summary>
    [JsonPropertyName("label"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Label { get; init; }

    /// <summary>For each entry, for each quantity, its number or curve; null where there is none.</summary>
    [JsonPropertyName("values")]
    public required double[]?[]?[] Values { get; init; }

    /// <summary>Passes of each entry through the model, forward and back, were it alone; null where it gave nothing.</summary>
    [JsonPropertyName("passes")]
    public required double[]?[] Passes { get; init; }

    /// <summary>Spearman's correlation of methods at their chosen layers: of the first with all after it, of the second with all after it, …</summary>
    [JsonPropertyName("agreement"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double?[]? Agreement { get; init; }

    /// <summary>Of each entry with the next one, where that is the same method at the next layer.</summary>
    [JsonPropertyName("neighbours"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double?[]? Neighbours { get; init; }

    /// <summary>For each layer: copy, mass, nll, and the norm of the gradient.</summary>
    [JsonPropertyName("layers"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double[][]? Layers { get; init; }

    /// <summary>For each entry, vocabulary ids and their saliency by turns.</summary>
    [JsonPropertyName("saliency"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double[]?[]? Saliency { get; init; }

    /// <summary>What methods could not do, by entry.</summary>
    [JsonPropertyName("problems"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SortedDictionary<string, string>? Problems { get; init; }

    /// <summary>Seconds of each method; they are kept in a file of their own.</summary>
    [JsonIgnore]
    public double[] Seconds { get; init; } = [];
}

using System.Text.Json.Serialization;
using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Saliency.Study;

/// <summary>What a study is about; two runs with the same head find the same.</summary>
public sealed record StudyHead
{
    /// <summary>Name and version of the schema.</summary>
    [JsonPropertyName("schema")]
    public string Schema { get; init; } = "puresaliency/study/1";

    /// <summary>The classifier.</summary>
    [JsonPropertyName("model")]
    public required ModelIdentity Model { get; init; }

    /// <summary>The language-model head; null where there is none.</summary>
    [JsonPropertyName("head")]
    public ModelIdentity? Head { get; init; }

    /// <summary>Names of the classes.</summary>
    [JsonPropertyName("classes")]
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>What the data are called.</summary>
    [JsonPropertyName("data")]
    public string Data { get; init; } = "";

    /// <summary>SHA-256 of the data's texts, labels and marks as they were read.</summary>
    [JsonPropertyName("dataSha256")]
    public string DataHash { get; init; } = "";

    /// <summary>How many texts.</summary>
    [JsonPropertyName("texts")]
    public int Texts { get; init; }

    /// <summary>What was measured.</summary>
    [JsonPropertyName("measures")]
    public required IReadOnlyList<string> Measures { get; init; }

    /// <summary>What took the place of hidden tokens.</summary>
    [JsonPropertyName("removal")]
    public required string Removal { get; init; }

    /// <summary>Which draws.</summary>
    [JsonPropertyName("seed")]
    public required int Seed { get; init; }

    /// <summary>How often texts were drawn anew.</summary>
    [JsonPropertyName("resamples")]
    public required int Resamples { get; init; }

    /// <summary>Texts on which what costs hundreds of passes was measured.</summary>
    [JsonPropertyName("costlyTexts")]
    public required int CostlyTexts { get; init; }

    /// <summary>Methods with all their switches.</summary>
    [JsonPropertyName("methods")]
    public required IReadOnlyList<StudyMethodHead> Methods { get; init; }

    /// <summary>Methods at layers.</summary>
    [JsonPropertyName("entries")]
    public required IReadOnlyList<StudyEntry> Entries { get; init; }

    /// <summary>What each entry has numbers of.</summary>
    [JsonPropertyName("quantities")]
    public required IReadOnlyList<string> Quantities { get; init; }

    /// <summary>The same with what there is to say of them.</summary>
    [JsonIgnore]
    public IReadOnlyList<Quantity> Known { get; init; } = [];
}

/// <summary>A method of a study and what it is.</summary>
/// <param name="Name">As it was written.</param>
/// <param name="Options">All switches; null for the oracle.</param>
public sealed record StudyMethodHead(
    [property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("options")] ExplainOptions? Options);

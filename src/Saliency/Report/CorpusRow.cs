using System.Text.Json;
using System.Text.Json.Serialization;

namespace PureSaliency.Saliency.Report;

/// <summary>
/// A row of a corpus: an explanation without what its first line says for all, and without times, so that equal runs are equal bytes; or
/// why there is none. Serialises to <c>$defs/corpusRow</c> of the schema; what is empty is left out.
/// </summary>
public sealed record CorpusRow
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
    /// <summary>Why the row could not be explained; null where it was.</summary>
    [JsonPropertyName("problem"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Problem { get; init; }
    /// <summary>The class with the highest logit.</summary>
    [JsonPropertyName("prediction"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClassScore? Prediction { get; init; }
    /// <summary>The class explained.</summary>
    [JsonPropertyName("target"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClassScore? Target { get; init; }
    /// <summary>Logits of all classes.</summary>
    [JsonPropertyName("logits"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Logits { get; init; }
    /// <summary>Probabilities of all classes; null where the outputs have none.</summary>
    [JsonPropertyName("probabilities"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Probabilities { get; init; }
    /// <summary>The layer asked for; where all were, the one that <c>auto</c> takes.</summary>
    [JsonPropertyName("chosenLayer"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ChosenLayer { get; init; }
    /// <summary>The words.</summary>
    [JsonPropertyName("words"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Words { get; init; }
    /// <summary>First UTF-16 character of each word; it is as long as the word.</summary>
    [JsonPropertyName("wordStarts"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? WordStarts { get; init; }
    /// <summary>Tokens, where they were asked for.</summary>
    [JsonPropertyName("tokens"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TokenPlace>? Tokens { get; init; }
    /// <summary>One entry per explained layer, lowest first.</summary>
    [JsonPropertyName("layers"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CorpusLayer>? Layers { get; init; }
    /// <summary>What each method says, where several were compared; layers and notes stand there then.</summary>
    [JsonPropertyName("methods"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CorpusMethod>? Methods { get; init; }
    /// <summary>How far they agree, each with each.</summary>
    [JsonPropertyName("agreement"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MethodAgreement>? Agreement { get; init; }
    /// <summary>The overlapping windows of a long text.</summary>
    [JsonPropertyName("windows"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TextWindow>? Windows { get; init; }
    /// <summary>What the reader should know, in sentences.</summary>
    [JsonPropertyName("notes"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>The row of an explanation.</summary>
    public static CorpusRow Of(long row, long line, IReadOnlyDictionary<string, JsonElement>? keep, Explanation explanation, CorpusDetail detail)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return new()
        {
            Row = row,
            Line = line,
            Keep = keep,
            Text = explanation.Text,
            Prediction = explanation.Prediction,
            Target = explanation.Target,
            Logits = [.. explanation.Classes.Select(c => c.Logit)],
            Probabilities = ClassScore.Probabilities(explanation.Classes),
            ChosenLayer = explanation.ChosenLayer,
            Words = [.. explanation.Words.Select(word => word.Text)],
            WordStarts = [.. explanation.Words.Select(word => word.Start)],
            Tokens = detail == CorpusDetail.Tokens ? explanation.Tokens : null,
            Layers = [.. explanation.Layers.Select(layer => CorpusLayer.Of(layer, detail))],
            Windows = explanation.Windows.Count == 0 ? null : explanation.Windows,
            Notes = explanation.Notes.Count == 0 ? null : explanation.Notes,
        };
    }

    /// <summary>The row of a comparison: the text and its classes once, layers and notes for each method.</summary>
    public static CorpusRow Of(long row, long line, IReadOnlyDictionary<string, JsonElement>? keep, MethodComparison comparison, CorpusDetail detail)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return Of(row, line, keep, comparison.Explanations[0], detail) with
        {
            ChosenLayer = null,
            Layers = null,
            Notes = null,
            Methods = [.. comparison.Explanations.Select(explanation => CorpusMethod.Of(explanation, detail))],
            Agreement = comparison.Agreement,
        };
    }
}

/// <summary>Saliency at one layer of a row.</summary>
public sealed record CorpusLayer
{
    /// <summary>0 is the embedding output, l the output of block l.</summary>
    [JsonPropertyName("layer")]
    public required int Layer { get; init; }
    /// <summary>Score of each word.</summary>
    [JsonPropertyName("wordScores")]
    public required IReadOnlyList<double> WordScores { get; init; }
    /// <summary>Score of each token, where tokens were asked for.</summary>
    [JsonPropertyName("tokenScores"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? TokenScores { get; init; }
    /// <summary>Score of each position, rectified, before decoding, where tokens were asked for.</summary>
    [JsonPropertyName("positionScores"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? PositionScores { get; init; }
    /// <summary>The vocabulary entries with the highest saliency.</summary>
    [JsonPropertyName("vocabulary"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<VocabularyScore>? Vocabulary { get; init; }
    /// <summary>How well the layer decodes to its own tokens.</summary>
    [JsonPropertyName("coherence"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LayerCoherence? Coherence { get; init; }
    /// <summary>Integrated gradients only: whether the scores account for the change of the explained value.</summary>
    [JsonPropertyName("completeness"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Completeness? Completeness { get; init; }

    internal static CorpusLayer Of(LayerExplanation layer, CorpusDetail detail) => new()
    {
        Layer = layer.Layer,
        WordScores = layer.WordScores,
        TokenScores = detail == CorpusDetail.Tokens ? layer.TokenScores : null,
        PositionScores = detail == CorpusDetail.Tokens ? layer.PositionScores : null,
        Vocabulary = layer.Vocabulary.Count == 0 ? null : layer.Vocabulary,
        Coherence = layer.Coherence,
        Completeness = layer.Completeness,
    };
}

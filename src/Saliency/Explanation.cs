using System.Text.Json.Serialization;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Options;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Saliency;

/// <summary>Why a text was classified as it was. Serialises to the schema <c>docs/explanation.schema.json</c>.</summary>
public sealed record Explanation
{
    /// <summary>Name and version of the schema.</summary>
    [JsonPropertyName("schema")]
    public string Schema { get; init; } = "puresaliency/explanation/2";
    /// <summary>The text explained.</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }
    /// <summary>The classifier.</summary>
    [JsonPropertyName("model")]
    public required ModelIdentity Model { get; init; }
    /// <summary>The pre-trained language-model head that decoded the layer; null for plain scores.</summary>
    [JsonPropertyName("head")]
    public ModelIdentity? Head { get; init; }
    /// <summary>All switches.</summary>
    [JsonPropertyName("options")]
    public required ExplainOptions Options { get; init; }
    /// <summary>What the classifier's outputs mean.</summary>
    [JsonPropertyName("outputs"), JsonConverter(typeof(SwitchConverter<OutputKind>))]
    public OutputKind Outputs { get; init; }
    /// <summary>The class or label with the highest logit, whether it holds or not; of numbers the one explained.</summary>
    [JsonPropertyName("prediction")]
    public required ClassScore Prediction { get; init; }
    /// <summary>The class explained.</summary>
    [JsonPropertyName("target")]
    public required ClassScore Target { get; init; }
    /// <summary>All classes in the model's order.</summary>
    [JsonPropertyName("classes")]
    public required IReadOnlyList<ClassScore> Classes { get; init; }
    /// <summary>Tokens, special ones included.</summary>
    [JsonPropertyName("tokens")]
    public required IReadOnlyList<TokenPlace> Tokens { get; init; }
    /// <summary>Words with their ranges in the text.</summary>
    [JsonPropertyName("words")]
    public required IReadOnlyList<WordPlace> Words { get; init; }
    /// <summary>The layer asked for; where all were, the one that <c>auto</c> takes.</summary>
    [JsonPropertyName("chosenLayer")]
    public required int ChosenLayer { get; init; }
    /// <summary>Why this is the layer that <c>auto</c> takes, as it stands beside the model; null, and absent in JSON, where nobody said or it was named.</summary>
    [JsonPropertyName("layerReason"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LayerReason { get; init; }
    /// <summary>One entry per explained layer, lowest first.</summary>
    [JsonPropertyName("layers")]
    public required IReadOnlyList<LayerExplanation> Layers { get; init; }
    /// <summary>The overlapping windows of a text longer than the model's positions; empty otherwise.</summary>
    [JsonPropertyName("windows")]
    public IReadOnlyList<TextWindow> Windows { get; init; } = [];
    /// <summary>What the reader should know, in sentences.</summary>
    [JsonPropertyName("notes")]
    public IReadOnlyList<string> Notes { get; init; } = [];
    /// <summary>What was tried to see whether this can be trusted; null, and absent in JSON, where nothing was.</summary>
    [JsonPropertyName("evidence"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExplanationEvidence? Evidence { get; init; }
    /// <summary>Where the time went.</summary>
    [JsonPropertyName("timing")]
    public required Timing Timing { get; init; }

    /// <summary>
    /// What the classifier answers: the class with the highest logit; of labels that stand by themselves those that hold, the
    /// surest first, which may be none; of numbers the one explained.
    /// </summary>
    public IReadOnlyList<ClassScore> Answer() => Outputs == OutputKind.IndependentLabels ? ClassScore.Holding(Classes) : [Prediction];

    /// <summary>The chosen layer's entry.</summary>
    public LayerExplanation Chosen() => Layers.First(layer => layer.Layer == ChosenLayer);

    /// <summary>The words with their scores at the chosen layer, highest score first.</summary>
    public IEnumerable<(string Word, double Score)> TopWords()
    {
        var scores = Chosen().WordScores;
        return Words.Select((word, i) => (Word: word.Text, Score: scores[i])).OrderByDescending(pair => pair.Score);
    }
}

/// <summary>Which checkpoint took part.</summary>
/// <param name="Name">Folder name.</param>
/// <param name="Sha256">SHA-256 of the weights; over the shards' hashes where there are several.</param>
/// <param name="Layers">Number of blocks.</param>
/// <param name="Hidden">Width of the hidden state.</param>
/// <param name="Vocabulary">Number of vocabulary entries.</param>
/// <param name="Computed">Type of the computation, float32 or float64.</param>
public sealed record ModelIdentity(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("sha256")] string Sha256,
    [property: JsonPropertyName("layers")] int Layers,
    [property: JsonPropertyName("hidden")] int Hidden,
    [property: JsonPropertyName("vocabulary")] int Vocabulary,
    [property: JsonPropertyName("computed")] string Computed);

/// <summary>A class, label or number that the classifier gives.</summary>
/// <param name="Index">Place in the model's order.</param>
/// <param name="Label">Name; two may have the same.</param>
/// <param name="Logit">The output itself; of a regression the number.</param>
/// <param name="Probability">A share of 1 among classes that exclude each other, by itself for labels that do not; null for numbers.</param>
public sealed record ClassScore(
    [property: JsonPropertyName("index")] int Index,
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("logit")] double Logit,
    [property: JsonPropertyName("probability")] double? Probability)
{
    /// <summary>Of labels that stand by themselves those that hold, the surest first.</summary>
    internal static IReadOnlyList<ClassScore> Holding(IEnumerable<ClassScore> labels) =>
        [.. labels.Where(c => c.Probability >= OutputKinds.Holds).OrderByDescending(c => c.Logit)];

    /// <summary>Probabilities alone; null where the outputs have none.</summary>
    internal static IReadOnlyList<double>? Probabilities(IReadOnlyList<ClassScore> classes) =>
        classes.Any(c => c.Probability is null) ? null : [.. classes.Select(c => c.Probability!.Value)];
}

/// <summary>A token in the text. Ranges are half-open; both ends are −1 for the tokens that were added.</summary>
/// <param name="Id">Vocabulary id.</param>
/// <param name="Piece">Vocabulary entry in byte-level form.</param>
/// <param name="Text">Readable form.</param>
/// <param name="Start">First UTF-16 character.</param>
/// <param name="End">One past the last character.</param>
/// <param name="ByteStart">First byte of the text's UTF-8 form.</param>
/// <param name="ByteEnd">One past the last byte.</param>
/// <param name="Special">Whether it is a special token.</param>
public sealed record TokenPlace(
    [property: JsonPropertyName("id")] int Id,
    [property: JsonPropertyName("piece")] string Piece,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("start")] int Start,
    [property: JsonPropertyName("end")] int End,
    [property: JsonPropertyName("byteStart")] int ByteStart,
    [property: JsonPropertyName("byteEnd")] int ByteEnd,
    [property: JsonPropertyName("special")] bool Special);

/// <summary>A word in the text; its tokens are <c>FirstToken … FirstToken + TokenCount − 1</c>.</summary>
public sealed record WordPlace(
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("start")] int Start,
    [property: JsonPropertyName("end")] int End,
    [property: JsonPropertyName("byteStart")] int ByteStart,
    [property: JsonPropertyName("byteEnd")] int ByteEnd,
    [property: JsonPropertyName("firstToken")] int FirstToken,
    [property: JsonPropertyName("tokenCount")] int TokenCount);

/// <summary>Saliency at one layer.</summary>
public sealed record LayerExplanation
{
    /// <summary>0 is the embedding output, l the output of block l.</summary>
    [JsonPropertyName("layer")]
    public required int Layer { get; init; }
    /// <summary>Score of each token: S at its own id, or the position score where nothing is decoded.</summary>
    [JsonPropertyName("tokenScores")]
    public required IReadOnlyList<double> TokenScores { get; init; }
    /// <summary>Score of each word: the sum over its tokens.</summary>
    [JsonPropertyName("wordScores")]
    public required IReadOnlyList<double> WordScores { get; init; }
    /// <summary>s: score of each position, rectified, before decoding.</summary>
    [JsonPropertyName("positionScores")]
    public required IReadOnlyList<double> PositionScores { get; init; }
    /// <summary>The vocabulary entries with the highest saliency S; empty where nothing is decoded.</summary>
    [JsonPropertyName("vocabulary")]
    public IReadOnlyList<VocabularyScore> Vocabulary { get; init; } = [];
    /// <summary>How well the layer decodes to its own tokens; null where nothing is decoded.</summary>
    [JsonPropertyName("coherence")]
    public LayerCoherence? Coherence { get; init; }
    /// <summary>For methods that promise a sum: whether the scores account for the change of the explained value.</summary>
    [JsonPropertyName("completeness")]
    public Completeness? Completeness { get; init; }
}

/// <summary>A vocabulary entry and its saliency.</summary>
public sealed record VocabularyScore(
    [property: JsonPropertyName("id")] int Id,
    [property: JsonPropertyName("piece")] string Piece,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("score")] double Score,
    [property: JsonPropertyName("inInput")] bool InInput);

/// <summary>How well a layer's rows decode to their own tokens, as means over the real positions.</summary>
/// <param name="Copy">Share of positions whose own id is among the row's top τ.</param>
/// <param name="Mass">Probability on ids that occur in the input.</param>
/// <param name="Nll">−log probability of the own id, nats.</param>
public sealed record LayerCoherence(
    [property: JsonPropertyName("copy")] double Copy,
    [property: JsonPropertyName("mass")] double Mass,
    [property: JsonPropertyName("nll")] double Nll)
{
    internal bool IsFinite => double.IsFinite(Copy) && double.IsFinite(Mass) && double.IsFinite(Nll);
}

/// <summary>Σ attributions beside the difference they should add up to.</summary>
/// <param name="Sum">Sum of the attributions before rectification.</param>
/// <param name="Difference">Explained value at the input minus at the baseline.</param>
public sealed record Completeness(
    [property: JsonPropertyName("sum")] double Sum,
    [property: JsonPropertyName("difference")] double Difference)
{
    internal bool IsFinite => double.IsFinite(Sum) && double.IsFinite(Difference);
}

/// <summary>A window of a long text: its tokens without the added ones, and its logits.</summary>
public sealed record TextWindow(
    [property: JsonPropertyName("firstToken")] int FirstToken,
    [property: JsonPropertyName("tokenCount")] int TokenCount,
    [property: JsonPropertyName("logits")] IReadOnlyList<double> Logits);

/// <summary>Milliseconds spent.</summary>
public sealed record Timing(
    [property: JsonPropertyName("tokenize")] double Tokenize,
    [property: JsonPropertyName("forward")] double Forward,
    [property: JsonPropertyName("backward")] double Backward,
    [property: JsonPropertyName("decode")] double Decode,
    [property: JsonPropertyName("total")] double Total);

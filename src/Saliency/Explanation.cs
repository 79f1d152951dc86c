namespace PureSaliency.Saliency;

/// <summary>Why a text was classified as it was. Serialises to the schema <c>docs/explanation.schema.json</c>.</summary>
public sealed record Explanation
{
    /// <summary>Name and version of the schema.</summary>
    public string Schema { get; init; } = "puresaliency/explanation/1";
    /// <summary>The text explained.</summary>
    public required string Text { get; init; }
    /// <summary>The classifier.</summary>
    public required ModelIdentity Model { get; init; }
    /// <summary>The pre-trained language-model head that decoded the layer; null for plain scores.</summary>
    public ModelIdentity? Head { get; init; }
    /// <summary>All switches.</summary>
    public required ExplainOptions Options { get; init; }
    /// <summary>The class with the highest logit.</summary>
    public required ClassScore Prediction { get; init; }
    /// <summary>The class explained.</summary>
    public required ClassScore Target { get; init; }
    /// <summary>All classes in the model's order.</summary>
    public required IReadOnlyList<ClassScore> Classes { get; init; }
    /// <summary>Tokens, special ones included.</summary>
    public required IReadOnlyList<TokenPlace> Tokens { get; init; }
    /// <summary>Words with their ranges in the text.</summary>
    public required IReadOnlyList<WordPlace> Words { get; init; }
    /// <summary>The layer asked for; where all were, the one that <c>auto</c> takes.</summary>
    public required int ChosenLayer { get; init; }
    /// <summary>One entry per explained layer, lowest first.</summary>
    public required IReadOnlyList<LayerExplanation> Layers { get; init; }
    /// <summary>The overlapping windows of a text longer than the model's positions; empty otherwise.</summary>
    public IReadOnlyList<TextWindow> Windows { get; init; } = [];
    /// <summary>What the reader should know, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
    /// <summary>Where the time went.</summary>
    public required Timing Timing { get; init; }

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
public sealed record ModelIdentity(string Name, string Sha256, int Layers, int Hidden, int Vocabulary, string Computed);

/// <summary>A class with its logit and probability.</summary>
public sealed record ClassScore(int Index, string Label, double Logit, double Probability);

/// <summary>A token in the text. Ranges are half-open; both ends are −1 for the tokens that were added.</summary>
/// <param name="Id">Vocabulary id.</param>
/// <param name="Piece">Vocabulary entry in byte-level form.</param>
/// <param name="Text">Readable form.</param>
/// <param name="Start">First UTF-16 character.</param>
/// <param name="End">One past the last character.</param>
/// <param name="ByteStart">First byte of the text's UTF-8 form.</param>
/// <param name="ByteEnd">One past the last byte.</param>
/// <param name="Special">Whether it is a special token.</param>
public sealed record TokenPlace(int Id, string Piece, string Text, int Start, int End, int ByteStart, int ByteEnd, bool Special);

/// <summary>A word in the text; its tokens are <c>FirstToken … FirstToken + TokenCount − 1</c>.</summary>
public sealed record WordPlace(string Text, int Start, int End, int ByteStart, int ByteEnd, int FirstToken, int TokenCount);

/// <summary>Saliency at one layer.</summary>
public sealed record LayerExplanation
{
    /// <summary>0 is the embedding output, l the output of block l.</summary>
    public required int Layer { get; init; }
    /// <summary>Score of each token: S at its own id, or the position score where nothing is decoded.</summary>
    public required IReadOnlyList<double> TokenScores { get; init; }
    /// <summary>Score of each word: the sum over its tokens.</summary>
    public required IReadOnlyList<double> WordScores { get; init; }
    /// <summary>s: score of each position, rectified, before decoding.</summary>
    public required IReadOnlyList<double> PositionScores { get; init; }
    /// <summary>The vocabulary entries with the highest saliency S; empty where nothing is decoded.</summary>
    public IReadOnlyList<VocabularyScore> Vocabulary { get; init; } = [];
    /// <summary>How well the layer decodes to its own tokens; null where nothing is decoded.</summary>
    public LayerCoherence? Coherence { get; init; }
    /// <summary>Integrated gradients only: whether the scores account for the change of the explained value.</summary>
    public Completeness? Completeness { get; init; }
}

/// <summary>A vocabulary entry and its saliency.</summary>
public sealed record VocabularyScore(int Id, string Piece, string Text, double Score, bool InInput);

/// <summary>How well a layer's rows decode to their own tokens, as means over the real positions.</summary>
/// <param name="Copy">Share of positions whose own id is among the row's top τ.</param>
/// <param name="Mass">Probability on ids that occur in the input.</param>
/// <param name="Nll">−log probability of the own id, nats.</param>
public sealed record LayerCoherence(double Copy, double Mass, double Nll);

/// <summary>Σ attributions beside the difference they should add up to.</summary>
/// <param name="Sum">Sum of the attributions before rectification.</param>
/// <param name="Difference">Explained value at the input minus at the baseline.</param>
public sealed record Completeness(double Sum, double Difference);

/// <summary>A window of a long text: its tokens without the added ones, and its logits.</summary>
public sealed record TextWindow(int FirstToken, int TokenCount, IReadOnlyList<double> Logits);

/// <summary>Milliseconds spent.</summary>
public sealed record Timing(double Tokenize, double Forward, double Backward, double Decode, double Total);

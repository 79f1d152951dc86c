using System.Buffers;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>RoBERTa's byte-level BPE tokenizer. One instance serves many threads.</summary>
public sealed class Tokenizer
{
    // Some models pad their tables to a round number of rows; a larger gap means another tokenizer.
    private const int Padding = 255;

    private readonly string folder;
    private readonly string[] pieces;
    private readonly Lazy<Dictionary<string, int>> ids;
    private readonly BytePairs pairs;

    private Tokenizer(string folder, TokenizerModel model)
    {
        this.folder = folder;
        pieces = model.PiecesById();
        ids = new(() => pieces.Select((piece, id) => (piece, id)).ToDictionary(entry => entry.piece, entry => entry.id));
        BeginId = Special("<s>", model.Source);
        PadId = Special("<pad>", model.Source);
        EndId = Special("</s>", model.Source);
        UnknownId = Special("<unk>", model.Source);
        MaskId = Special("<mask>", model.Source);
        Added = new AddedTokens([.. Marks().Where(mark => model.Added.All(added => added.Text != mark.Text)), .. model.Added]);
        AddPrefixSpace = model.AddPrefixSpace;
        pairs = new BytePairs(model, pieces[UnknownId]);
    }

    /// <summary>Loads vocab.json and merges.txt of a folder, or tokenizer.json where one of them is missing.</summary>
    /// <exception cref="InputException">The files are missing or cannot be used.</exception>
    public static Tokenizer Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new Tokenizer(folder, TokenizerFiles.Read(folder));
    }

    /// <summary>Number of pieces, and one more than the highest id.</summary>
    public int VocabularySize => pieces.Length;

    /// <summary>Id of <c>&lt;s&gt;</c>, which begins every text.</summary>
    public int BeginId { get; }

    /// <summary>Id of <c>&lt;/s&gt;</c>, which ends every text.</summary>
    public int EndId { get; }

    /// <summary>Id of <c>&lt;pad&gt;</c>.</summary>
    public int PadId { get; }

    /// <summary>Id of <c>&lt;unk&gt;</c>.</summary>
    public int UnknownId { get; }

    /// <summary>Id of <c>&lt;mask&gt;</c>.</summary>
    public int MaskId { get; }

    internal AddedTokens Added { get; }

    internal bool AddPrefixSpace { get; }

    /// <summary>The tokens of the whole text between <c>&lt;s&gt;</c> and <c>&lt;/s&gt;</c>.</summary>
    public Encoding Encode(string text) => Encode(text, int.MaxValue);

    /// <summary>The same cut after the first <paramref name="maxTokens"/> - 2 tokens of the text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no room for the two added tokens.</exception>
    public Encoding Encode(string text, int maxTokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 2);
        return new Encoder(this, WellFormed(text), maxTokens - 2).Run();
    }

    /// <summary>The piece of an id, in byte-level letters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No piece has this id.</exception>
    public string Piece(int id) =>
        (uint)id < (uint)pieces.Length ? pieces[id] : throw new ArgumentOutOfRangeException(nameof(id), id, "No piece has this id.");

    /// <summary>The id of a piece in byte-level letters, null if the vocabulary lacks it.</summary>
    public int? Id(string piece) => ids.Value.TryGetValue(piece, out int id) ? id : null;

    /// <summary>The text of an id, " world" for <c>Ġworld</c>; bytes that are only part of a character become U+FFFD.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No piece has this id.</exception>
    public string Decode(int id) => ByteLevel.Read(Piece(id));

    /// <summary>Whether the id is a mark of the model, such as <c>&lt;s&gt;</c>, and no text of the user.</summary>
    public bool IsSpecial(int id) => Added.IsSpecial(id);

    /// <summary>
    /// Throws unless a model can read these ids: each has a row of the embedding, the model has few rows beside them, and both know
    /// the same padding. Whoever brings a tokenizer and a model together asks this, before the first text.
    /// </summary>
    /// <exception cref="InputException">They do not belong together; the message says why.</exception>
    public void CheckFits(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (VocabularySize > config.Vocabulary || VocabularySize + Padding < config.Vocabulary)
            throw new InputException(
                $"The tokenizer in '{folder}' has {VocabularySize} entries, but its config.json says vocab_size {config.Vocabulary}.");
        if (PadId != config.PadId)
            throw new InputException(
                $"The tokenizer in '{folder}' has {Piece(PadId)} at {PadId}, but its config.json says pad_token_id {config.PadId}.");
    }

    /// <summary>The ids of one piece of the split.</summary>
    internal IReadOnlyList<int> Merge(ReadOnlySpan<char> piece)
    {
        int size = System.Text.Encoding.UTF8.GetMaxByteCount(piece.Length);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(size);
        char[] letters = ArrayPool<char>.Shared.Rent(size);
        int length = System.Text.Encoding.UTF8.GetBytes(piece, bytes);
        ByteLevel.Spell(bytes.AsSpan(0, length), letters);
        IReadOnlyList<int> merged = pairs.Merge(letters.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(bytes);
        ArrayPool<char>.Shared.Return(letters);
        return merged;
    }

    // Through UTF-8 and back: half a surrogate pair comes back as U+FFFD at the same place.
    private static string WellFormed(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
        ? System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)) : text;

    private int Special(string piece, string source)
    {
        int id = Array.IndexOf(pieces, piece);
        if (id >= 0) return id;
        throw new InputException($"{source}: expected the special token {piece} among the {pieces.Length} pieces, did not find it.");
    }

    private AddedToken[] Marks() =>
    [
        .. new[] { BeginId, PadId, EndId, UnknownId }.Select(id => new AddedToken(pieces[id], id)),
        new AddedToken(pieces[MaskId], MaskId, TakesLeft: true),
    ];
}

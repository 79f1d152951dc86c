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
    private readonly Dictionary<string, int> ids;
    private readonly BytePairs pairs;
    private readonly MergeCache cache = new();
    private readonly bool wholeWordsFirst;

    private Tokenizer(string folder, TokenizerModel model, TokenizerSettings settings)
    {
        (this.folder, wholeWordsFirst, DropsUnknown) = (folder, model.WholeWordsFirst, model.DropsUnknown);
        ids = PieceIds.Of(model.Vocabulary, model.Source);
        string[] vocabulary = PieceIds.Pieces(model.Vocabulary, model.Source);
        pairs = new BytePairs(ids, PairTable.Of(model.Merges, ids));
        var marks = new MarkTable(model, settings, ids, vocabulary);
        pieces = marks.Pieces;
        Added = new AddedTokens(marks.Tokens);
        (BeginId, EndId) = model.Marks is var (begin, end)
            ? (Around(begin, model.Source), Around(end, model.Source))
            : (Around("cls_token", marks, model.Source), Around("sep_token", marks, model.Source));
        PadId = marks.Id("pad_token");
        MaskId = marks.Id("mask_token");
        UnknownId = model.UnknownToken is string unknown ? ids.TryGetValue(unknown, out int id) ? id : null : marks.Id("unk_token");
        Prefix = !settings.AddPrefixSpace(model.AddPrefixSpace) ? PrefixSpace.None
            : model.Marks is null ? PrefixSpace.OfText : PrefixSpace.OfStretches;
        UnknownSettings = settings.Unknown;
        if (model.NeedsAllBytes is string place && !pairs.IsComplete)
            throw new InputException($"{place}: expected false where the vocabulary lacks pieces for single bytes, found true.");
    }

    /// <summary>
    /// Loads tokenizer.json of a folder, or vocab.json with merges.txt, and what stands beside them: tokenizer_config.json,
    /// special_tokens_map.json, added_tokens.json.
    /// </summary>
    /// <exception cref="InputException">The files are missing, contradict each other or cannot be used.</exception>
    public static Tokenizer Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new Tokenizer(folder, TokenizerFiles.Read(folder), TokenizerSettings.Read(folder));
    }

    /// <summary>Number of pieces, and one more than the highest id.</summary>
    public int VocabularySize => pieces.Length;

    /// <summary>Id of <c>&lt;s&gt;</c>, which begins every text.</summary>
    public int BeginId { get; }

    /// <summary>Id of <c>&lt;/s&gt;</c>, which ends every text.</summary>
    public int EndId { get; }

    /// <summary>Id of <c>&lt;pad&gt;</c>; null if the vocabulary lacks it.</summary>
    public int? PadId { get; }

    /// <summary>Id of <c>&lt;unk&gt;</c>; null if the vocabulary lacks it.</summary>
    public int? UnknownId { get; }

    /// <summary>Id of <c>&lt;mask&gt;</c>; null if the vocabulary lacks it.</summary>
    public int? MaskId { get; }

    /// <summary>Fields of tokenizer_config.json that are not known here, and not to the reference as far as we know: file and field.</summary>
    public IReadOnlyList<string> UnknownSettings { get; }

    internal AddedTokens Added { get; }

    internal PrefixSpace Prefix { get; }

    /// <summary>Whether bytes without a piece vanish, as tokenizer.json without an unknown token has it.</summary>
    internal bool DropsUnknown { get; }

    /// <summary>The tokens of the whole text between <c>&lt;s&gt;</c> and <c>&lt;/s&gt;</c>.</summary>
    /// <inheritdoc cref="Encode(string, int, CancellationToken)"/>
    public Encoding Encode(string text) => Encode(text, int.MaxValue);

    /// <summary>The same cut after the first <paramref name="maxTokens"/> - 2 tokens of the text.</summary>
    /// <param name="text">Any text; time grows about as its length does.</param>
    /// <param name="maxTokens">Most tokens, the two added ones counted.</param>
    /// <param name="cancellation">Stops between two words, and within long ones.</param>
    /// <exception cref="InputException">The text holds a mark, such as <c>&lt;mask&gt;</c>, or a byte that the vocabulary lacks.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no room for the two added tokens.</exception>
    public Encoding Encode(string text, int maxTokens, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 2);
        return new Tokenization(this, WellFormed(text), maxTokens - 2, cancellation).Run();
    }

    /// <summary>The piece of an id, in byte-level letters; an added token as it is written.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No piece has this id.</exception>
    public string Piece(int id) =>
        (uint)id < (uint)pieces.Length ? pieces[id] : throw new ArgumentOutOfRangeException(nameof(id), id, "No piece has this id.");

    /// <summary>The first id, of those that both have, that means another piece to another tokenizer; null if none does.</summary>
    public int? FirstDifference(Tokenizer other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int id = 0; id < Math.Min(VocabularySize, other.VocabularySize); id++)
            if (Piece(id) != other.Piece(id)) return id;
        return null;
    }

    /// <summary>The id of a piece in byte-level letters, null if the vocabulary lacks it.</summary>
    public int? Id(string piece) => ids.TryGetValue(piece, out int id) ? id : null;

    /// <summary>The text of an id, " world" for <c>Ġworld</c>; bytes that are only part of a character become U+FFFD.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No piece has this id.</exception>
    public string Decode(int id) => Added.TextOf(id) ?? ByteLevel.Read(Piece(id));

    /// <summary>Whether the id is a mark of the model, such as <c>&lt;s&gt;</c>, and no text of the user.</summary>
    public bool IsSpecial(int id) => Added.IsSpecial(id);

    /// <summary>The id of <c>&lt;mask&gt;</c> for work that cannot do without.</summary>
    /// <param name="work">What needs it, the subject of a sentence.</param>
    /// <exception cref="InputException">The vocabulary lacks it.</exception>
    public int MaskIdFor(string work) => MaskId ?? throw new InputException(
        $"{work} needs the token <mask>, which the tokenizer in '{folder}' lacks; add it to its vocabulary, or take a model that has it.");

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
                $"The tokenizer in '{folder}' has {VocabularySize} entries, but its config.json says vocab_size {config.Vocabulary}"
                + $"{(VocabularySize > config.Vocabulary ? $": '{pieces[^1]}' has the id {pieces.Length - 1}, and no row of the embedding" : "")}.");
        if (PadId is int pad && pad != config.PadId)
            throw new InputException(
                $"The tokenizer in '{folder}' has {Piece(pad)} at {pad}, but its config.json says pad_token_id {config.PadId}.");
    }

    /// <summary>The ids of one piece of the split; <see cref="BytePairs.NoPiece"/> for a byte that the vocabulary lacks.</summary>
    internal int[] Merge(ReadOnlySpan<char> piece, CancellationToken cancellation)
    {
        bool brief = piece.Length <= MergeCache.Longest;
        if (brief && cache.Find(piece) is int[] known) return known;
        byte[] bytes = ArrayPool<byte>.Shared.Rent(System.Text.Encoding.UTF8.GetMaxByteCount(piece.Length));
        ReadOnlySpan<byte> written = bytes.AsSpan(0, System.Text.Encoding.UTF8.GetBytes(piece, bytes));
        int[] merged = WholeWord(written) is int whole ? [whole] : pairs.Merge(written, cancellation);
        ArrayPool<byte>.Shared.Return(bytes);
        if (brief) cache.Keep(piece, merged);
        return merged;
    }

    /// <summary>What a text may not hold, as this vocabulary lacks it.</summary>
    internal InputException Lacks(string what) =>
        new($"The text needs {what}, which the vocabulary in '{folder}' lacks; leave it out of the text, or take a model that knows it.");

    private int? WholeWord(ReadOnlySpan<byte> bytes) => wholeWordsFirst ? Id(ByteLevel.Spell(bytes)) : null;

    // Through UTF-8 and back: half a surrogate pair comes back as U+FFFD at the same place.
    private static string WellFormed(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
        ? System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)) : text;

    private int Around(string role, MarkTable marks, string source) => marks.Text(role) is not string text
        ? throw new InputException($"{source}: expected a {role} to put beside a text; the settings beside it say null.")
        : marks.Id(role) ?? throw new InputException(
            $"{source}: expected the special token {text} among the {pieces.Length} pieces, did not find it.");

    private int Around(StatedToken mark, string source)
    {
        bool known = ids.TryGetValue(mark.Token.Text, out int id);
        return known && id == mark.Token.Id ? id : throw new InputException(
            $"{mark.Place}: expected '{mark.Token.Text}' with the id that {source} gives it elsewhere ({(known ? id : "none")}), found {mark.Token.Id}.");
    }
}

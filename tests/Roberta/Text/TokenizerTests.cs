using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Roberta.Text;

public sealed class TokenizerTests
{
    private static readonly Tokenizer Roberta = Tokenizers.FromPair;

    [Fact]
    public void TheVocabularyAnswers()
    {
        Assert.Equal(50265, Roberta.VocabularySize);
        Assert.Equal((0, 1, 2, 3, 50264), (Roberta.BeginId, Roberta.PadId!.Value, Roberta.EndId, Roberta.UnknownId!.Value, Roberta.MaskId!.Value));
        Assert.Equal("Ġworld", Roberta.Piece(232));
        Assert.Equal(232, Roberta.Id("Ġworld"));
        Assert.Null(Roberta.Id(" world"));
        Assert.True(Roberta.IsSpecial(Roberta.MaskId!.Value));
        Assert.False(Roberta.IsSpecial(232));
        Assert.Throws<ArgumentOutOfRangeException>(() => Roberta.Piece(50265));
        Assert.Throws<ArgumentOutOfRangeException>(() => Roberta.Decode(-1));
    }

    [Fact]
    public void EveryPieceIsFoundByItsId() =>
        Assert.All(Enumerable.Range(0, Roberta.VocabularySize), id => Assert.Equal(id, Roberta.Id(Roberta.Piece(id))));

    [Fact]
    public void MarksThatWereAddedStandNowhereInTheText()
    {
        var tokens = Roberta.Encode("a film").Tokens;
        Assert.Equal(new Token(0, "<s>", -1, -1, -1, -1, Special: true), tokens[0]);
        Assert.Equal(new Token(2, "</s>", -1, -1, -1, -1, Special: true), tokens[tokens.Count - 1]);
    }

    [Theory]
    [InlineData("Ġworld", " world")]
    [InlineData("Ċ", "\n")]
    [InlineData("<mask>", "<mask>")]
    [InlineData("âĢ", "\uFFFD")]
    [InlineData("ÿ", "\uFFFD")] // the last of the 256 letters
    [InlineData("Ã©", "é")]
    public void PiecesDecode(string piece, string text) => Assert.Equal(text, Roberta.Decode(Roberta.Id(piece)!.Value));

    [Theory]
    [InlineData("I don't like it.", "I|don|'t|like|it|.")]
    [InlineData("  It's <mask>'s\n\nturn", "It|'s|<mask>|'s|turn")]
    [InlineData("<s>an <unk> <pad></s>", "an|<unk>")]
    [InlineData("naïve 😀!", "naïve|😀!")]
    [InlineData("a𝐀b '𝐀 𝟏2 𠮷野家.", "a𝐀b|'|𝐀|𝟏2|𠮷野家|.")]
    [InlineData("𝐀𝟏", "𝐀|𝟏")]
    [InlineData("𝐀b", "𝐀b")]
    [InlineData(" \t\n ", "")]
    public void WordsAreThePiecesOfTheSplit(string text, string words) =>
        Assert.Equal(words, string.Join('|', Roberta.Encode(text).Words.Select(word => word.Text)));

    [Fact]
    public void HalvesOfACharacterTouchTheWholeOfIt()
    {
        IReadOnlyList<Token> tokens = Roberta.Encode("a😀").Tokens;
        Assert.Equal(new Token(18636, "ðŁĺ", 1, 3, 1, 4, false), tokens[2]);
        Assert.Equal(new Token(7471, "Ģ", 1, 3, 4, 5, false), tokens[3]);
    }

    [Fact]
    public void HalfASurrogatePairBecomesTheReplacementCharacter()
    {
        Encoding broken = Roberta.Encode("a\uD83D b\uDE00");
        Assert.Equal("a\uFFFD b\uFFFD", broken.Text);
        Assert.Equal(Roberta.Encode("a\uFFFD b\uFFFD").Tokens, broken.Tokens);
    }

    [Fact]
    public void ThereMustBeRoomForTheAddedTokens()
    {
        Assert.Equal([0, 2], Roberta.Encode("word", 2).Ids);
        Assert.Throws<ArgumentOutOfRangeException>(() => Roberta.Encode("word", 1));
        Assert.Throws<ArgumentNullException>(() => Roberta.Encode(null!));
    }

    [Fact]
    public void AWordCutAfterItsBlankIsNoWord()
    {
        Encoding cut = Roberta.Encode("a 😀", 4);
        Assert.Equal(["<s>", "a", "ĠðŁĺ", "</s>"], cut.Tokens.Select(token => token.Piece));
        using TokenizerFolder folder = TokenizerFolder.Small();
        Assert.Equal(["x"], folder.Load().Encode("x y", 4).Words.Select(word => word.Text));
    }

    [Fact]
    public void ManyThreadsGetTheSameTokens()
    {
        string[] texts = [.. Enumerable.Range(0, 400).Select(i =>
            $"Threads {i} share <mask> the tokenizer's caché{i * 7919} 😀, don't they{i % 13}?")];
        using TokenizerFolder folder = TokenizerFolder.Small();
        Tokenizer fresh = folder.Load();
        int[][] expected = [.. texts.Select(text => folder.Load().Encode(text).Ids)];
        Assert.Equal(expected, texts.AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(text => fresh.Encode(text).Ids));
        Assert.All(texts.AsParallel().WithDegreeOfParallelism(8).Select(text => (text, Roberta.Encode(text).Ids)),
            pair => Assert.Equal(Roberta.Encode(pair.text).Ids, pair.Ids));
    }

    [Fact]
    public void AByteWithoutAPieceIsUnknown()
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.WriteVocabulary(TokenizerFolder.SmallPieces().Where(piece => piece != "Ã"));
        Tokenizer tokenizer = folder.Load();
        Encoding encoding = tokenizer.Encode("hé!");
        Assert.Equal(["<s>", "h", "<unk>", "©", "!", "</s>"], encoding.Tokens.Select(token => token.Piece));
        Assert.Equal(new Token(tokenizer.UnknownId!.Value, "<unk>", 1, 2, 1, 2, true), encoding.Tokens[2]);
        Assert.Equal("hé", encoding.Words[0].Text);
    }

    // The reference's Python tokenizer puts a blank before the text, its compiled one before each stretch between added tokens.
    [Theory]
    [InlineData(false, "he")]
    [InlineData(true, "Ġhe")]
    public void ABlankIsReadBeforePlainTextWhereTheFileSaysSo(bool asJson, string afterMask)
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        if (asJson) folder.ToJson();
        folder.Write("tokenizer_config.json", """{"add_prefix_space": true}""");
        Encoding encoding = folder.Load().Encode("he<mask>he he");
        Assert.Equal(["<s>", "Ġhe", "<mask>", afterMask, "Ġhe", "</s>"], encoding.Tokens.Select(token => token.Piece));
        Assert.Equal([(0, 2), (2, 8), (8, 10), (10, 13)],
            encoding.Tokens.Where(token => token.HasRange).Select(token => (token.ByteStart, token.ByteEnd)));
        Assert.Equal(["he", "<mask>", "he", "he"], encoding.Words.Select(word => word.Text));
        Assert.Equal([0, 2, 8, 11], encoding.Words.Select(word => word.ByteStart));
        Assert.Empty(folder.Load().Encode("\n").Words);
        Assert.Equal(asJson ? "Ġ|Ċ|Ġhe" : "Ċ|Ġhe", string.Join('|', folder.Load().Encode("\n he").Tokens.Where(token => token.HasRange).Select(token => token.Piece)));
        Assert.Equal([0, 262, 2], folder.Load().Encode("<mask>").Ids);
        Assert.Equal([0, 2], folder.Load().Encode("").Ids);
    }

    [Fact]
    public void AddedTokensAreFoundTheLongestFirstWithTheBlanksTheyTake()
    {
        int size = TokenizerFolder.SmallPieces().Length;
        using TokenizerFolder folder = TokenizerFolder.Small().ToJson(change: root =>
        {
            root["added_tokens"]!.AsArray().Add(TokenizerFolder.Added("<né w>", size, rstrip: true, special: false));
            root["added_tokens"]!.AsArray().Add(TokenizerFolder.Added("<né", size + 1));
        });
        Tokenizer tokenizer = folder.Load();
        Encoding encoding = tokenizer.Encode("he <né w>  he<né");
        Assert.Equal(["<s>", "he", "Ġ", "<né w>", "he", "<né", "</s>"], encoding.Tokens.Select(token => token.Piece));
        Assert.Equal([false, true], new[] { size, size + 1 }.Select(tokenizer.IsSpecial));
        Assert.Equal(new Token(size, "<né w>", 3, 9, 3, 10, Special: false), encoding.Tokens[3]);
        Assert.Equal("<né w>", tokenizer.Decode(size));
        Assert.Equal(["he", "<né w>", "he", "<né"], encoding.Words.Select(word => word.Text));
    }

    [Fact]
    public void APlainLoadNeedsNoVersionLineAndIgnoresAByteOrderMark()
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.Write("merges.txt", "h e\r\n\r\nĠ he\r\n");
        folder.Write("vocab.json", "\uFEFF" + File.ReadAllText(folder["vocab.json"]));
        Assert.Equal(["<s>", "Ġhe", "</s>"], folder.Load().Encode(" he").Tokens.Select(token => token.Piece));
        folder.WriteMerges();
        Assert.Equal(["<s>", "Ġ", "h", "e", "</s>"], folder.Load().Encode(" he").Tokens.Select(token => token.Piece));
    }

    // To the reference, which asks Python, the four separators are white space.
    [Theory]
    [InlineData('\u001B', "Ġ|ě|he")]
    [InlineData('\u001C', "Ĝ|he")]
    [InlineData('\u001F', "ğ|he")]
    [InlineData('!', "Ġ|!|he")]
    public void ABlankThatWasPutFirstHasNoPlaceOfItsOwn(char first, string pieces)
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.Write("tokenizer_config.json", """{"add_prefix_space": true}""");
        Token[] tokens = [.. folder.Load().Encode($"{first}he").Tokens.Where(token => token.HasRange)];
        Assert.Equal(pieces, string.Join('|', tokens.Select(token => token.Piece)));
        if (pieces[0] == 'Ġ') Assert.Equal((0, 0, 0, 0), (tokens[0].CharStart, tokens[0].CharEnd, tokens[0].ByteStart, tokens[0].ByteEnd));
    }
}

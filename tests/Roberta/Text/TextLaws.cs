using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureSaliency.Roberta.Text;

namespace PureSaliency.Tests.Roberta.Text;

/// <summary>Texts from all corners: blanks, marks, contractions, scripts, emoji, letters beyond U+FFFF, halves of pairs.</summary>
public static class AnyTexts
{
    private static readonly string[] Parts =
    [
        " ", " ", "  ", "\n", "\t", "\u00A0", "\u3000", "\u2028", "a", "don't", "'ll", "word", "WORLD", "1234", "½", ".", "...", "?!",
        "'", "é", "e\u0301", "ß", "Привет", "日本", "ไทย", "عربي", "\u200B", "\u200D", "😀", "👩‍👩‍👧", "🇩🇪", "𝐀", "𠮷", "𝟏", "𐍈", "\uFFFD", "\0",
        "\uD83D", "\uDE00", "<mask>", "<s>", "</s>", "<pad>", "<unk>", "<", "<mask", "Ġ", "#", "\"",
    ];

    public static Arbitrary<string> Texts() =>
        Gen.OneOf(
            Gen.Elements(Parts).ListOf().Select(string.Concat),
            ArbMap.Default.GeneratorFor<char>().ListOf().Select(string.Concat)).ToArbitrary();
}

/// <summary>What holds for every text.</summary>
[Properties(Arbitrary = [typeof(AnyTexts)], MaxTest = 400)]
public sealed class TextLaws
{
    private static readonly Tokenizer Roberta = Tokenizers.FromPair;

    [Property]
    public void TokensRebuildTheTextButForBlanksBeforeMask(string text)
    {
        Encoding encoding = Roberta.Encode(text);
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        int at = 0;
        foreach (Token token in encoding.Tokens.Where(token => token.HasRange))
        {
            string between = System.Text.Encoding.UTF8.GetString(bytes[at..token.ByteStart]);
            Assert.True(between.Length == 0 || (token.Id == Roberta.MaskId && string.IsNullOrWhiteSpace(between)));
            Assert.True(token.ByteEnd > token.ByteStart);
            at = token.ByteEnd;
        }
        Assert.Equal(bytes.Length, at);
    }

    [Property]
    public void CharactersAreThoseTheBytesTouch(string text)
    {
        Encoding encoding = Roberta.Encode(text);
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        foreach (Token token in encoding.Tokens.Where(token => token.HasRange))
        {
            int start = token.ByteStart, end = token.ByteEnd;
            while (IsContinuation(bytes, start)) start--;
            while (IsContinuation(bytes, end)) end++;
            Assert.Equal(System.Text.Encoding.UTF8.GetString(bytes[start..end]), encoding.Text[token.CharStart..token.CharEnd]);
            Assert.Equal(System.Text.Encoding.UTF8.GetString(bytes[token.ByteStart..token.ByteEnd]), Roberta.Decode(token.Id));
        }
    }

    [Property]
    public void OnlyTheAddedTokensHaveNoRange(string text)
    {
        IReadOnlyList<Token> tokens = Roberta.Encode(text).Tokens;
        Assert.Equal((Roberta.BeginId, Roberta.EndId), (tokens[0].Id, tokens[^1].Id));
        Assert.All(tokens.Index(), token => Assert.Equal(token.Index > 0 && token.Index < tokens.Count - 1, token.Item.HasRange));
        Assert.All(tokens, token => Assert.Equal(token.Piece is "<s>" or "</s>" or "<pad>" or "<unk>" or "<mask>", token.Special));
    }

    [Property]
    public void WordsAreOrderedTrimmedAndHoldAllThatIsNoBlank(string text)
    {
        Encoding encoding = Roberta.Encode(text);
        int at = 0, token = 1;
        foreach (Word word in encoding.Words)
        {
            Assert.True(Nothing(encoding, at, word.CharStart));
            Assert.True(word.FirstToken >= token && word.TokenCount > 0);
            Assert.Equal(word.Text, encoding.Text[word.CharStart..word.CharEnd]);
            Assert.Equal(word.Text.Trim(), word.Text);
            Assert.NotEmpty(word.Text);
            Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(encoding.Text.AsSpan(0, word.CharStart)), word.ByteStart);
            Assert.Equal(encoding.Tokens[word.FirstToken + word.TokenCount - 1].ByteEnd, word.ByteEnd);
            at = word.CharEnd;
            token = word.FirstToken + word.TokenCount;
        }
        Assert.True(Nothing(encoding, at, encoding.Text.Length));
    }

    [Property]
    public void TruncationKeepsTheFirstTokens(string text, PositiveInt room)
    {
        Encoding whole = Roberta.Encode(text), cut = Roberta.Encode(text, room.Get + 1);
        int kept = Math.Min(whole.Tokens.Count - 2, room.Get - 1);
        Assert.Equal([.. whole.Tokens.Take(kept + 1), whole.Tokens[^1]], cut.Tokens);
        Assert.Equal(whole.Tokens.Count > cut.Tokens.Count, cut.Truncated);
        Assert.All(cut.Words, word => Assert.True(word.FirstToken + word.TokenCount <= kept + 1 && word.ByteEnd > word.ByteStart));
        Assert.Equal(whole.Words.Where(word => word.FirstToken + word.TokenCount <= kept + 1),
            cut.Words.Where(word => whole.Words.Contains(word)));
    }

    // Between words: blanks, and marks that stand for no word.
    private static bool Nothing(Encoding encoding, int start, int end) => string.IsNullOrWhiteSpace(
        encoding.Text[start..end].Replace("<s>", "").Replace("</s>", "").Replace("<pad>", ""));

    private static bool IsContinuation(byte[] bytes, int at) => at < bytes.Length && (bytes[at] & 0xC0) == 0x80;
}

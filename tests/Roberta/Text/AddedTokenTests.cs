using System.Text.Json.Nodes;
using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Roberta.Text;

/// <summary>Added tokens are found where the reference finds them.</summary>
public sealed class AddedTokenTests
{
    private static readonly int Size = TokenizerFolder.SmallPieces().Length;

    [Theory]
    [InlineData("{}", "a NEW b", "a|Ġ|NEW|Ġ|b")]
    [InlineData("""{"lstrip": true}""", "a  NEW b", "a|NEW|Ġ|b")]
    [InlineData("""{"rstrip": true}""", "a NEW \n b", "a|Ġ|NEW|b")]
    [InlineData("""{"rstrip": true}""", "a NEW\n ", "a|Ġ|NEW")]
    [InlineData("""{"lstrip": true, "rstrip": true}""", "a NEW NEW b", "a|NEW|NEW|b")]
    [InlineData("""{"single_word": true}""", "NEW, NEWb aNEW NEW_ 1NEW éNEW (NEW)", "NEW|,|Ġ|N|E|W|b|Ġ|a|N|E|W|Ġ|N|E|W|_|Ġ|1|N|E|W|Ġ|Ã|©|N|E|W|Ġ|(|NEW|)")]
    [InlineData("""{"single_word": true}""", "NEW\u0330 \u24B6NEW NEW\u200D NEW\u00BD NEW", "N|E|W|Ì|°|Ġ|â|Ĵ|¶|N|E|W|Ġ|N|E|W|â|Ģ|į|Ġ|NEW|Â|½|Ġ|NEW")]
    public void FlagsAreFollowed(string flags, string text, string pieces)
    {
        JsonNode token = TokenizerFolder.Added("NEW", Size, special: false);
        foreach (var (flag, value) in JsonNode.Parse(flags)!.AsObject()) token[flag] = value!.DeepClone();
        using TokenizerFolder json = TokenizerFolder.Small().ToJson(change: root => root["added_tokens"]!.AsArray().Add(token.DeepClone()));
        Assert.Equal(pieces, Pieces(json.Load(), text));
        token.AsObject().Remove("id");
        using TokenizerFolder decoder = TokenizerFolder.Small();
        decoder.Write("tokenizer_config.json", new JsonObject { ["added_tokens_decoder"] = new JsonObject { [$"{Size}"] = token } }.ToJsonString());
        Assert.Equal(pieces, Pieces(decoder.Load(), text));
    }

    // Circled and squared letters are letters to the reference, and joiners join; their neighbours are signs.
    [Theory]
    [InlineData(0x200C, 0x200D, 0x200B, 0x200E)]
    [InlineData(0x24B6, 0x24E9, 0x24B5, 0x24EA)]
    [InlineData(0x1F130, 0x1F149, 0x1F12F, 0x1F14A)]
    [InlineData(0x1F150, 0x1F169, 0x1F14F, 0x1F16A)]
    [InlineData(0x1F170, 0x1F189, 0x1F16F, 0x1F18A)]
    [InlineData(0x2160, 0x2188, 0x218A, 0x2189)]
    public void LettersThatTouchASingleWordHideIt(int first, int last, int before, int after)
    {
        var token = new AddedToken("NEW", 1) { SingleWord = true };
        Assert.All([first, last], letter => Assert.Empty(Found(letter)));
        Assert.All([before, after], sign => Assert.Equal(2, Found(sign).Length));

        AddedMatch[] Found(int letter) => [.. new AddedTokens([token]).Find($"{char.ConvertFromUtf32(letter)}NEW NEW{char.ConvertFromUtf32(letter)}")];
    }

    [Fact]
    public void TheLongestOfTheLeftmostIsTakenAndThoseThatAreNotNormalisedFirst()
    {
        using TokenizerFolder folder = WithAdded(("ab", false), ("abc", false), ("bcd", false), ("x<mask>y", true), ("dd", true));
        Tokenizer tokenizer = folder.Load();
        Assert.Equal("abc|d", Pieces(tokenizer, "abcd"));
        Assert.Equal("ab|b", Pieces(tokenizer, "abb"));
        Assert.Equal("bcd|e", Pieces(tokenizer, "bcde"));
        Assert.Equal("x|<mask>|y", Pieces(tokenizer, "x<mask>y")); // <mask> is looked for first
        Assert.Equal("abc|dd", Pieces(tokenizer, "abcdd"));
        Assert.Equal("a|x|bcd|d", Pieces(tokenizer, "axbcdd"));
    }

    [Fact]
    public void ATokenThatIsNoSingleWordHidesWhatItCovers()
    {
        using TokenizerFolder folder = TokenizerFolder.Small().ToJson(change: root =>
        {
            JsonNode single = TokenizerFolder.Added("abc", Size);
            single["single_word"] = true;
            root["added_tokens"]!.AsArray().Add(single);
            root["added_tokens"]!.AsArray().Add(TokenizerFolder.Added("bc", Size + 1));
        });
        Assert.Equal("x|a|b|c|Ġ|bc", Pieces(folder.Load(), "xabc bc"));
    }

    [Fact]
    public void AnAddedTokenIsItsOwnText()
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.Write("added_tokens.json", $$"""{"Ġñ": {{Size}}}""");
        Tokenizer tokenizer = folder.Load();
        Encoding encoding = tokenizer.Encode("a Ġñ");
        Assert.Equal("Ġñ", tokenizer.Decode(Size));
        Assert.Equal(new Token(Size, "Ġñ", 2, 4, 2, 6, Special: false), encoding.Tokens[3]);
        Assert.Equal(["a", "Ġñ"], encoding.Words.Select(word => word.Text));
    }

    [Theory]
    [InlineData("<mask>")]
    [InlineData("<pad>")]
    [InlineData("<unk>")]
    public void AMarkThatTheVocabularyLacksIsNeededOnlyByATextThatHoldsIt(string mark)
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.WriteVocabulary(TokenizerFolder.SmallPieces().Where(piece => piece != mark));
        Tokenizer tokenizer = folder.Load();
        Assert.Equal("he|!", Pieces(tokenizer, "he!"));
        Assert.Equal(mark == "<mask>", tokenizer.MaskId is null);
        Assert.Equal(mark == "<pad>", tokenizer.PadId is null);
        Assert.Equal(mark == "<unk>", tokenizer.UnknownId is null);
        Refused.With(() => tokenizer.Encode($"he {mark}"), mark, folder.Path, "lacks");
        Assert.True(tokenizer.Encode($"he!! {mark}", 3).Truncated); // before it comes to the mark
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode(AddedToken.NoId));
        if (mark == "<mask>") Refused.With(() => tokenizer.MaskIdFor("Pre-training"), "Pre-training needs the token <mask>", folder.Path);
        else Assert.Equal(tokenizer.MaskId, tokenizer.MaskIdFor("Pre-training"));
    }

    [Fact]
    public void MarksAreThoseThatTheSettingsName()
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.WriteVocabulary(TokenizerFolder.SmallPieces().Select(piece => piece switch
        {
            "<s>" => "[CLS]",
            "</s>" => "[SEP]",
            "<mask>" => "[MASK]",
            "<pad>" => "[PAD]",
            "<unk>" => "[UNK]",
            _ => piece,
        }));
        Refused.With(() => folder.Load(), "expected the special token <s>");
        folder.Write("tokenizer_config.json",
            """{"bos_token": "[CLS]", "cls_token": "[CLS]", "pad_token": {"content": "[PAD]"}, "unk_token": "[UNK]", "mask_token": "[MASK]"}""");
        folder.Write("special_tokens_map.json", """{"eos_token": "[SEP]", "sep_token": "[SEP]", "cls_token": {"content": "[CLS]"}}""");
        Tokenizer tokenizer = folder.Load();
        Encoding encoding = tokenizer.Encode("he [MASK]<s>");
        Assert.Equal(["[CLS]", "he", "[MASK]", "<", "s", ">", "[SEP]"], encoding.Tokens.Select(token => token.Piece));
        Assert.Equal((0, 1, 2, 3, 262), (tokenizer.BeginId, tokenizer.PadId!.Value, tokenizer.EndId, tokenizer.UnknownId!.Value, tokenizer.MaskId!.Value));
        Assert.True(tokenizer.IsSpecial(1));
    }

    [Fact]
    public void AMaskThatSettingsStateHasTheFlagsThatTheyState()
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        Assert.Equal("he|<mask>", Pieces(folder.Load(), "he <mask>"));
        folder.Write("special_tokens_map.json", """{"mask_token": {"content": "<mask>", "lstrip": false}}""");
        Assert.Equal("he|Ġ|<mask>", Pieces(folder.Load(), "he <mask>"));
        folder.Write("special_tokens_map.json", """{"mask_token": null}""");
        Assert.Equal("he|Ġ|<|m|a|s|k|>", Pieces(folder.Load(), "he <mask>"));
        Assert.Null(folder.Load().MaskId);
    }

    [Fact]
    public void FurtherMarksAreSpecialWhereverTheyAreNamed()
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.Write("added_tokens.json", $$"""{"<a>": {{Size}}, "<b>": {{Size + 1}}, "cc": {{Size + 2}}}""");
        folder.Write("tokenizer_config.json", """{"additional_special_tokens": ["<a>"]}""");
        folder.Write("special_tokens_map.json", """{"additional_special_tokens": [{"content": "<b>", "lstrip": true}]}""");
        Tokenizer tokenizer = folder.Load();
        Assert.Equal([true, true, false], Enumerable.Range(Size, 3).Select(tokenizer.IsSpecial));
        Assert.Equal("Ġ|<a>|<b>|Ġ|cc", Pieces(tokenizer, " <a> <b> cc"));
    }

    [Theory]
    [InlineData("""{"he": 5}""", "added_tokens.json gives 'he' the id 5, but", "vocab.json the id 260")]
    [InlineData("""{"new": 5}""", "added_tokens.json gives 'new' the id 5, which belongs to", "vocab.json")]
    [InlineData("""{"new": 264}""", "added_tokens.json gives 'new' the id 264; expected 263", "vocab.json")]
    [InlineData("""{"new": 263, "newer": 265}""", "added_tokens.json gives 'newer' the id 265; expected 264", "added before it")]
    [InlineData("""{"new": 263, "newer": 263}""", "added_tokens.json gives 'newer' the id 263; expected 264")]
    [InlineData("""{"new": 263, "new": 264}""", "added_tokens.json is damaged", "new")]
    [InlineData("""{"new": -1}""", "added_tokens.json, new: expected an id", "-1")]
    [InlineData("""{"new": "263"}""", "added_tokens.json, new: expected an id", "\"263\"")]
    [InlineData("""{"new": 99999999999}""", "added_tokens.json, new: expected an id")]
    [InlineData("""{"": 263}""", "added_tokens.json", "found an empty one")]
    [InlineData("""{"\ud83d": 263}""", "added_tokens.json", "half a character")]
    [InlineData("[]", "added_tokens.json: expected an object, found []")]
    [InlineData("{", "added_tokens.json is damaged at line 1")]
    [InlineData("", "added_tokens.json is damaged")]
    public void IdsThatContradictTheVocabularyAreRefused(string added, params string[] expected)
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.Write("added_tokens.json", added);
        string message = Assert.Throws<InputException>(folder.Load).Message;
        Assert.All(expected, part => Assert.Contains(part, message));
    }

    [Theory]
    [InlineData("""{"NEW": 263}""", """{"264": {"content": "NEW"}}""", "added_tokens.json gives 'NEW' the id 263, but", "added_tokens_decoder.264 the id 264")]
    [InlineData("""{"NEW": 263}""", """{"0": {"content": "<s>"}}""", "added_tokens.json names 'NEW', which added_tokens_decoder in tokenizer_config.json leaves out")]
    [InlineData("{}", """{"263": {"content": "x", "lstrip": "yes"}}""", "tokenizer_config.json, added_tokens_decoder.263.lstrip: expected true or false, found \"yes\"")]
    [InlineData("{}", """{"first": {"content": "x"}}""", "tokenizer_config.json, added_tokens_decoder: expected ids, found 'first'")]
    [InlineData("{}", """{"263": "x"}""", "tokenizer_config.json, added_tokens_decoder.263: expected an object")]
    public void FilesThatContradictEachOtherAreRefused(string added, string decoder, params string[] expected)
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.Write("added_tokens.json", added);
        folder.Write("tokenizer_config.json", $$"""{"added_tokens_decoder": {{decoder}}}""");
        string message = Assert.Throws<InputException>(folder.Load).Message;
        Assert.All(expected, part => Assert.Contains(part, message));
    }

    [Fact]
    public void FilesThatAgreeAreOne()
    {
        using TokenizerFolder folder = WithAdded(("NEW", false));
        folder.Write("added_tokens.json", $$"""{"NEW": {{Size}}}""");
        folder.Write("tokenizer_config.json", Decoder(Size, """{"content": "NEW", "special": true, "normalized": false}"""));
        Assert.Equal("a|NEW", Pieces(folder.Load(), "aNEW"));
        folder.Write("tokenizer_config.json", Decoder(Size, """{"content": "NEW", "special": true, "rstrip": true}"""));
        Refused.With(() => folder.Load(), "tokenizer.json, added_tokens[5]", $"tokenizer_config.json, added_tokens_decoder.{Size}", "disagree", "'NEW'");
    }

    private static string Decoder(int id, string token) =>
        new JsonObject { ["added_tokens_decoder"] = new JsonObject { [$"{id}"] = JsonNode.Parse(token) } }.ToJsonString();

    private static TokenizerFolder WithAdded(params (string Text, bool Normalized)[] tokens) => TokenizerFolder.Small().ToJson(change: root =>
    {
        foreach (var (index, (text, normalized)) in tokens.Index())
        {
            JsonNode token = TokenizerFolder.Added(text, Size + index);
            token["normalized"] = normalized;
            root["added_tokens"]!.AsArray().Add(token);
        }
    });

    private static string Pieces(Tokenizer tokenizer, string text) => string.Join('|',
        tokenizer.Encode(text).Tokens.Where(token => token.HasRange).Select(token => token.Piece));
}

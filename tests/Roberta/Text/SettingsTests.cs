using System.Text.Json.Nodes;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;

namespace PureSaliency.Tests.Roberta.Text;

/// <summary>What the settings beside a tokenizer say of its marks, and which file says it where several do.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("RobertaTokenizer", true)]
    [InlineData("RobertaTokenizerFast", true)]
    [InlineData("BartTokenizer", true)]
    [InlineData("BertTokenizer", false)]
    [InlineData("XLMRobertaTokenizerFast", false)]
    [InlineData("GPT2Tokenizer", false)]
    public void ATokenizerOfAnotherKindIsRefused(string kind, bool known)
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.Write("tokenizer_config.json", $$"""{"tokenizer_class": "{{kind}}"}""");
        if (known) Assert.Equal(Tokenizers.Healthy, folder.Load().Encode(Tokenizers.Sentence).Ids);
        else Refused.With(() => folder.Load(), "tokenizer_config.json, tokenizer_class: expected RobertaTokenizer", $"found \"{kind}\"");
    }

    // As the reference has it: RoBERTa's settings, false without a word, count before tokenizer.json.
    [Theory]
    [InlineData(null, false, false)]
    [InlineData(null, true, false)]
    [InlineData("""{"add_prefix_space": true}""", false, true)]
    [InlineData("""{"add_prefix_space": false}""", true, false)]
    [InlineData("{}", true, false)]
    [InlineData("""{"tokenizer_class": "PreTrainedTokenizerFast"}""", true, true)]
    [InlineData("""{"tokenizer_class": "PreTrainedTokenizerFast", "add_prefix_space": false}""", true, false)]
    public void WhoSaysWhetherABlankIsPutFirst(string? config, bool single, bool put)
    {
        using TokenizerFolder folder = TokenizerFolder.Small().ToJson(change: root => root["pre_tokenizer"]!["add_prefix_space"] = single);
        if (config is not null) folder.Write("tokenizer_config.json", config);
        Assert.Equal(put ? "Ġhe" : "he", folder.Load().Encode("he").Tokens[1].Piece);
    }

    [Theory]
    [InlineData("{}", "he|<mask>|Ġhe")] // RoBERTa brings its own mask, which takes the blank before it and none behind
    [InlineData("""{"tokenizer_class": "PreTrainedTokenizerFast"}""", "he|Ġ|<mask>|he")]
    public void WhoseMaskItIsWhereNoSettingsNameOne(string config, string pieces)
    {
        using TokenizerFolder folder = TokenizerFolder.Small().ToJson(change: root =>
        {
            JsonArray added = root["added_tokens"]!.AsArray();
            added[added.Count - 1] = TokenizerFolder.Added("<mask>", 262, lstrip: false, rstrip: true);
        });
        folder.Write("tokenizer_config.json", config);
        Assert.Equal(pieces, Pieces(folder.Load(), "he <mask> he"));
    }

    [Fact]
    public void OneFileAndTwoMustSayTheSame()
    {
        using TokenizerFolder folder = TokenizerFolder.Small().ToJson(keepPair: true);
        Assert.Equal(Tokenizers.Healthy, folder.Load().Encode(Tokenizers.Sentence).Ids);
        folder.WriteMerges("", "h e", "", "Ġ he", "");
        Assert.Equal(Tokenizers.Healthy, folder.Load().Encode(Tokenizers.Sentence).Ids);
        folder.WriteMerges("h e");
        Refused.With(() => folder.Load(), "tokenizer.json has 2 merges, but", "merges.txt has 1");
        folder.WriteMerges("h e", "Ġ h");
        Refused.With(() => folder.Load(), "Merge 2 is 'Ġ he' in", "but 'Ġ h' in", "merges.txt");
        File.Delete(folder["merges.txt"]);
        folder.WriteVocabulary(TokenizerFolder.SmallPieces().Select(piece => piece == "he" ? "Ġhe" : piece == "Ġhe" ? "he" : piece));
        Refused.With(() => folder.Load(), "tokenizer.json gives the piece 'he' the id 260, but", "vocab.json the id 261");
        folder.WriteVocabulary(TokenizerFolder.SmallPieces().Append("more"));
        Refused.With(() => folder.Load(), "vocab.json gives the piece 'more' the id 263, but", "tokenizer.json none");
    }

    [Theory]
    [InlineData(263, 264, true)]
    [InlineData(264, 263, false)]
    public void APieceOfOneFileMayBeAnAddedTokenOfTheOther(int more, int other, bool same)
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.ToJson(keepPair: true, change: root =>
        {
            root["added_tokens"]!.AsArray().Add(TokenizerFolder.Added("more", more));
            root["added_tokens"]!.AsArray().Add(TokenizerFolder.Added("other", other));
        });
        folder.WriteVocabulary(TokenizerFolder.SmallPieces().Append("more"));
        if (same) Assert.Equal(Tokenizers.Healthy, folder.Load().Encode(Tokenizers.Sentence).Ids);
        else Refused.With(() => folder.Load(), "vocab.json gives the piece 'more' the id 263, but", "tokenizer.json none");
    }

    [Fact]
    public void MarksAroundATextComeFromTokenizerJson()
    {
        const string template = """
            {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<unk>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
             {"SpecialToken": {"id": "</s>", "type_id": 0}}], "pair": [], "special_tokens": {"<unk>": {"id": "<unk>", "ids": [3], "tokens": ["<unk>"]},
             "</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]}}}
            """;
        Assert.Equal([3, 260, 2], Processed(template).Load().Encode("he").Ids);
        Refused.With(() => Processed(template.Replace("\"ids\": [3]", "\"ids\": [9]")).Load(), "post_processor.special_tokens.<unk>", "expected '<unk>'");
        Refused.With(() => Processed(template.Replace("\"A\", \"type_id\": 0", "\"A\", \"type_id\": 1")).Load(), "type_id: expected 0, found 1");
        Refused.With(() => Processed(template.Replace("Sequence", "Silence")).Load(), "post_processor.single: expected RobertaProcessing, or");
    }

    [Fact]
    public void AWordThatIsAPieceIsTakenWholeWhereTheFileSaysSo()
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.WriteVocabulary(TokenizerFolder.SmallPieces().Append("hey"));
        folder.ToJson(change: root => root["model"]!["ignore_merges"] = true);
        Assert.Equal(["<s>", "hey", "Ġhe", "y", "</s>"], folder.Load().Encode("hey hey").Tokens.Select(token => token.Piece));
    }

    [Theory]
    [InlineData("fuse_unk", "Ā")]
    [InlineData("fuse_unk", "ÿ")]
    [InlineData("byte_fallback", "Ã")]
    public void WhatIsDoneWithUnknownBytesMattersOnlyWhereThereAreSome(string name, string missing)
    {
        using TokenizerFolder whole = TokenizerFolder.Small().ToJson(change: root => root["model"]![name] = true);
        Assert.Equal(Tokenizers.Healthy, whole.Load().Encode(Tokenizers.Sentence).Ids);
        using TokenizerFolder part = TokenizerFolder.Small();
        part.WriteVocabulary(TokenizerFolder.SmallPieces().Where(piece => piece != missing));
        part.ToJson(change: root => root["model"]![name] = true);
        Refused.With(() => part.Load(), "tokenizer.json", name, "expected false where the vocabulary lacks pieces");
    }

    [Theory]
    [InlineData("null", "h|©|!")]
    [InlineData("\"<unk>\"", "h|<unk>|©|!")]
    public void AByteWithoutAPieceIsWhatTokenizerJsonSays(string unknown, string pieces)
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.WriteVocabulary(TokenizerFolder.SmallPieces().Where(piece => piece != "Ã"));
        folder.ToJson(change: root => root["model"]!["unk_token"] = JsonNode.Parse(unknown));
        Encoding encoding = folder.Load().Encode("hé!");
        Assert.Equal(pieces, string.Join('|', encoding.Tokens.Where(token => token.HasRange).Select(token => token.Piece)));
        Assert.Equal((2, 3), (encoding.Tokens[^3].ByteStart, encoding.Tokens[^3].ByteEnd));
        Assert.Equal("hé", encoding.Words[0].Text);
    }

    [Theory]
    [InlineData("""{"cls_token": null}""", "expected a cls_token to put beside a text")]
    [InlineData("""{"cls_token": 7}""", "tokenizer_config.json, cls_token: expected a token")]
    [InlineData("""{"mask_token": ""}""", "tokenizer_config.json, mask_token: expected a token")]
    [InlineData("""{"mask_token": {"content": "\ud83d"}}""", "tokenizer_config.json, mask_token.content is damaged: expected text, found half a character")]
    [InlineData("""{"add_prefix_space": "no"}""", "tokenizer_config.json, add_prefix_space: expected true or false, found \"no\"")]
    [InlineData("""{"add_prefix_space": true, "add_prefix_space": false}""", "tokenizer_config.json is damaged")]
    [InlineData("[1]", "tokenizer_config.json: expected an object, found [1]")]
    [InlineData("{,}", "tokenizer_config.json is damaged at line 1")]
    public void DamagedSettingsAreRefused(string config, params string[] expected)
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.Write("tokenizer_config.json", config);
        Refused.With(() => folder.Load(), expected);
    }

    [Fact]
    public void TheMarksOfTwoFilesMustBeTheSame()
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.Write("tokenizer_config.json", """{"mask_token": "<mask>"}""");
        folder.Write("special_tokens_map.json", """{"mask_token": "[MASK]"}""");
        Refused.With(() => folder.Load(), "special_tokens_map.json, mask_token is '[MASK]', but", "tokenizer_config.json, mask_token is '<mask>'");
        folder.Write("special_tokens_map.json", """{"image_token": "<image>"}""");
        Refused.With(() => folder.Load(), "special_tokens_map.json, image_token: expected no such field");
    }

    // special_tokens_map.json is read last, but added_tokens_decoder came later: where there is one, flags in the map are old.
    [Theory]
    [InlineData("", "{\"content\": \"<mask>\"}", "he|Ġ|<mask>")]
    [InlineData("\"added_tokens_decoder\": {\"0\": {\"content\": \"<s>\"}},", "{\"content\": \"<mask>\"}", "he|<mask>")]
    [InlineData("", "null", "he|<mask>")]
    public void WhichFileSaysWhatAMarkIs(string decoder, string inMap, string pieces)
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.Write("tokenizer_config.json", $$$"""{{{{decoder}}} "mask_token": {"content": "<mask>", "lstrip": true}}""");
        folder.Write("special_tokens_map.json", $$"""{"mask_token": {{inMap}}}""");
        Assert.Equal(pieces, Pieces(folder.Load(), "he <mask>"));
    }

    [Fact]
    public void ATokenizerOfNoModelHasOnlyTheMarksThatItsFilesName()
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.ToJson(change: root => root["added_tokens"]!.AsArray().RemoveAt(4));
        folder.Write("tokenizer_config.json", """{"tokenizer_class": "PreTrainedTokenizerFast"}""");
        Assert.Equal("he|Ġ|<|m|a|s|k|>", Pieces(folder.Load(), "he <mask>"));
        folder.Write("tokenizer_config.json", """{"tokenizer_class": "PreTrainedTokenizerFast", "mask_token": "<mask>"}""");
        Assert.Equal("he|<mask>", Pieces(folder.Load(), "he <mask>"));
    }

    [Fact]
    public void FurtherMarksOfTheMapMustBeAmongThoseOfTheDecoder()
    {
        const string decoder = "\"added_tokens_decoder\": {\"0\": {\"content\": \"<s>\"}}";
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.Write("tokenizer_config.json", $$"""{{{decoder}}, "additional_special_tokens": ["<a>"]}""");
        Assert.Equal(Tokenizers.Healthy, folder.Load().Encode(Tokenizers.Sentence).Ids);
        folder.Write("tokenizer_config.json", $$"""{{{decoder}}}""");
        folder.Write("special_tokens_map.json", """{"additional_special_tokens": ["<s>"]}""");
        Assert.Equal(Tokenizers.Healthy, folder.Load().Encode(Tokenizers.Sentence).Ids);
        folder.Write("special_tokens_map.json", """{"additional_special_tokens": ["<a>"]}""");
        Refused.With(() => folder.Load(), "special_tokens_map.json, additional_special_tokens names '<a>', which added_tokens_decoder");
        folder.Write("special_tokens_map.json", """{"additional_special_tokens": [null]}""");
        Refused.With(() => folder.Load(), "special_tokens_map.json, additional_special_tokens: expected tokens, found [null]");
    }

    [Theory]
    [InlineData(263, 1, null)]
    [InlineData(265, 1, "has 266 entries, but its config.json says vocab_size 265: 'turtles' has the id 265")]
    [InlineData(266, 1, null)]
    [InlineData(521, 1, null)]
    [InlineData(522, 1, "has 266 entries, but its config.json says vocab_size 522.")]
    [InlineData(266, 3, "has <pad> at 1, but its config.json says pad_token_id 3")]
    public void AModelMustHaveARowForEachId(int rows, int pad, string? expected)
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        if (rows != 263) folder.Write("added_tokens.json", """{"some": 264, "an": 263, "turtles": 265}""");
        Tokenizer tokenizer = folder.Load();
        var config = new ModelConfig
        {
            Source = "",
            ModelType = "roberta",
            Hidden = 8,
            Layers = 1,
            Heads = 1,
            Intermediate = 8,
            Vocabulary = rows,
            Positions = 9,
            PadId = pad,
        };
        if (expected is null) tokenizer.CheckFits(config);
        else Refused.With(() => tokenizer.CheckFits(config), folder.Path, expected);
    }

    private static string Pieces(Tokenizer tokenizer, string text) => string.Join('|',
        tokenizer.Encode(text).Tokens.Where(token => token.HasRange).Select(token => token.Piece));

    private static TokenizerFolder Processed(string template) =>
        TokenizerFolder.Small().ToJson(change: root => root["post_processor"] = JsonNode.Parse(template));
}

using System.Text.Json.Nodes;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Roberta.Text;

/// <summary>Every damage is told in a sentence that names file, place, expected and found.</summary>
public sealed class BadFilesTests
{
    [Fact]
    public void NoFolder()
    {
        string message = Assert.Throws<InputException>(() => PureSaliency.Roberta.Text.Tokenizer.Load("no/such/folder")).Message;
        Assert.Contains("no/such/folder", message);
        Assert.Contains("found no such folder", message);
        Assert.Equal("folder", Assert.Throws<ArgumentNullException>(() => PureSaliency.Roberta.Text.Tokenizer.Load(null!)).ParamName);
    }

    [Fact]
    public void NoFiles() => Refuses(
        folder => { File.Delete(folder["vocab.json"]); File.Delete(folder["merges.txt"]); },
        "expected vocab.json and merges.txt, or tokenizer.json; found none");

    [Fact]
    public void NoMerges() => Refuses(folder => File.Delete(folder["merges.txt"]), "found only vocab.json");

    [Fact]
    public void NoVocabulary() => Refuses(folder => File.Delete(folder["vocab.json"]), "found only merges.txt");

    [Fact]
    public void ThePlaceOfADamageIsCountedFromOne() => Refuses(
        folder => folder.Write("vocab.json", "{\n\"a\": }"), "vocab.json is damaged at line 2, byte 6: expected JSON");

    [Theory]
    [InlineData(60, "")]
    [InlineData(61, "…")]
    public void ALongLineThatIsNoMergeIsShownByItsBeginning(int length, string more) => Refuses(
        folder => folder.WriteMerges(new string('h', length)), $"found '{new string('h', 60)}{more}'.");

    [Theory]
    [InlineData("<s>", "0")]
    [InlineData("<q>", "none")]
    public void AMarkAroundATextHasTheIdThatItHasElsewhere(string mark, string id)
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        folder.ToJson(change: root => root["post_processor"]!["cls"] = new JsonArray(mark, 4));
        string message = Assert.Throws<InputException>(folder.Load).Message;
        Assert.EndsWith($"post_processor.cls: expected '{mark}' with the id that {folder["tokenizer.json"]} gives it elsewhere ({id}), found 4.", message);
    }

    [Fact]
    public void CutJson() => Refuses(
        folder => folder.Write("vocab.json", File.ReadAllText(folder["vocab.json"])[..^5]),
        "vocab.json is damaged at line 1, byte", "expected JSON");

    [Fact]
    public void MoreAfterTheJson() => Refuses(
        folder => File.AppendAllText(folder["vocab.json"], "}"), "vocab.json is damaged at line 1");

    [Fact]
    public void AnEmptyFile() => Refuses(folder => folder.Write("vocab.json", ""), "vocab.json is damaged: expected", "found one without content");

    [Fact]
    public void NoPieces() => Refuses(folder => folder.Write("vocab.json", "{}"), "vocab.json: expected pieces and their ids, found none");

    [Theory]
    [InlineData("vocab.json", "version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 9\n", "Git LFS", "git lfs pull")]
    [InlineData("merges.txt", "version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 9\n", "Git LFS", "git lfs pull")]
    [InlineData("merges.txt", "<!DOCTYPE html>\n<html>…</html>", "download")]
    [InlineData("vocab.json", "\n <HTML>…</HTML>", "download")]
    [InlineData("merges.txt", "<?xml", "download")]
    [InlineData("added_tokens.json", "PK\u0003\u0004…", "zip archive")]
    public void AnotherKindOfFile(string name, string content, params string[] expected) =>
        Refuses(folder => folder.Write(name, content), [name, .. expected]);

    [Fact]
    public void AnArchive() => Refuses(folder => File.WriteAllBytes(folder["vocab.json"], [0x1F, 0x8B, 8, 0]), "vocab.json", "gzip archive");

    [Fact]
    public void BytesThatAreNoText() => Refuses(
        folder => File.WriteAllBytes(folder["merges.txt"], [.. "h \u0065\n"u8, 0xFF, 0xFE]), "merges.txt", "UTF-8");

    [Theory]
    [InlineData("vocab.txt", "WordPiece")]
    [InlineData("sentencepiece.bpe.model", "SentencePiece")]
    [InlineData("spiece.model", "SentencePiece")]
    public void AVocabularyOfAnotherFamily(string name, string kind) => Refuses(folder =>
    {
        File.Delete(folder["vocab.json"]);
        File.Delete(folder["merges.txt"]);
        folder.Write(name, "x");
    }, name, kind, "expected vocab.json and merges.txt, or tokenizer.json");

    [Fact]
    public void APipe()
    {
        if (OperatingSystem.IsWindows()) return;
        Refuses(folder =>
        {
            File.Delete(folder["merges.txt"]);
            using var made = System.Diagnostics.Process.Start("mkfifo", folder["merges.txt"]);
            made.WaitForExit();
        }, "merges.txt", "no file at all");
    }

    [Fact]
    public void ALinkToAFileIsAFile()
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        File.Move(folder["vocab.json"], folder["blob"]);
        File.CreateSymbolicLink(folder["vocab.json"], folder["blob"]);
        Assert.Equal(263, folder.Load().VocabularySize);
    }

    [Fact]
    public void AListForAVocabulary() => Refuses(folder => folder.Write("vocab.json", "[]"), "expected an object of pieces", "StartArray");

    [Theory]
    [InlineData("1.5", "'1.5'")]
    [InlineData("\"1\"", "'1'")]
    [InlineData("{}", "an object or a list")]
    public void NoWholeNumberForAnId(string id, string found) =>
        Refuses(folder => folder.Write("vocab.json", $$"""{"a": {{id}}}"""), "id of piece 'a' is no whole number but ", found);

    [Fact]
    public void HalfASurrogatePairInAPiece() => Refuses(folder => folder.Write("vocab.json", """{"\ud83d": 0}"""), "vocab.json is damaged");

    [Fact]
    public void AGapInTheIds() => Refuses(
        folder => Replace(folder, "vocab.json", "\"<mask>\":262", "\"<mask>\":270"), "'<mask>' has the id 270", "from 0 to 262");

    [Fact]
    public void AnIdTwice() => Refuses(
        folder => Replace(folder, "vocab.json", "\"<mask>\":262", "\"<mask>\":0"), "the id 0 belongs to '<s>' and to '<mask>'");

    [Fact]
    public void APieceTwice() => Refuses(
        folder => Replace(folder, "vocab.json", "\"Ġhe\":261", "\"he\":261"), "piece 'he' has the ids 260 and 261");

    [Theory]
    [InlineData("<s>")]
    [InlineData("</s>")]
    public void ASpecialTokenMissing(string mark) => Refuses(
        folder => folder.WriteVocabulary(TokenizerFolder.SmallPieces().Where(piece => piece != mark)),
        $"expected the special token {mark}", "vocab.json");

    [Fact]
    public void AMergeOfAnUnknownPiece() => Refuses(
        folder => folder.WriteMerges("h e", "zz he"), "merges.txt, line 3", "'zz he' needs the piece 'zz'");

    [Fact]
    public void AMergeIntoAnUnknownPiece() => Refuses(folder => folder.WriteMerges("e h"), "line 2", "needs the piece 'eh'");

    [Theory]
    [InlineData("h e x")]
    [InlineData("h  e")]
    public void AMergeOfThree(string merge) => Refuses(folder => folder.WriteMerges(merge), "line 2: expected two pieces", $"found '{merge}'");

    [Theory]
    [InlineData("he")]
    [InlineData("he ")]
    [InlineData(" he")]
    public void AMergeOfOne(string merge) => Refuses(folder => folder.WriteMerges(merge), "line 2: expected two pieces", $"found '{merge}'");

    [Fact]
    public void AMergeTwice() => Refuses(folder => folder.WriteMerges("h e", "h e"), "merges.txt, line 3 repeats the merge 'h e' of ", "merges.txt, line 2.");

    [Theory]
    [InlineData("model", "type", "\"WordPiece\"", "model.type: expected BPE, found \"WordPiece\"")]
    [InlineData("model", "vocab", "[]", "model.vocab: expected an object, found []")]
    [InlineData("model", "merges", "{}", "model.merges: expected a list, found {}")]
    [InlineData("model", "merges", "[[1, 2]]", "model.merges[0]: expected")]
    [InlineData("model", "merges", """["h e", "q q"]""", "model.merges[1]: the merge 'q q' needs the piece 'qq'")]
    [InlineData("model", "end_of_word_suffix", "\"</w>\"", "model.end_of_word_suffix: expected null")]
    [InlineData("pre_tokenizer", "type", "\"Metaspace\"", "pre_tokenizer.type: expected ByteLevel")]
    [InlineData("", "pre_tokenizer", "null", "pre_tokenizer: expected an object, found null")]
    [InlineData("", "normalizer", """{"type":"NFC"}""", "normalizer: expected null, found {\"type\":\"NFC\"}")]
    [InlineData("", "model", "7", "model: expected an object, found 7")]
    [InlineData("", "added_tokens", "[7]", "added_tokens[0]: expected an object with")]
    [InlineData("", "added_tokens", """[{"id": 0}]""", "added_tokens[0]: expected an object with content and id")]
    [InlineData("", "added_tokens", """[{"id": 0, "content": "<s>", "single_word": 1}]""", "added_tokens[0].single_word: expected true or false")]
    [InlineData("", "added_tokens", """[{"id": 0, "content": "<s>", "glued": true}]""", "added_tokens[0].glued: expected no such field")]
    [InlineData("", "post_processor", "null", "post_processor: expected RobertaProcessing")]
    [InlineData("", "post_processor", """{"type":"ByteLevel"}""", "post_processor.type: expected RobertaProcessing")]
    [InlineData("post_processor", "cls", """["<s>", 4]""", "post_processor.cls: expected '<s>' with the id that")]
    [InlineData("model", "dropout", "0.1", "model.dropout: expected 0, found 0.1")]
    [InlineData("model", "fancy", "1", "model.fancy: expected no such field, found 1")]
    [InlineData("pre_tokenizer", "use_regex", "false", "pre_tokenizer.use_regex: expected true, found false")]
    public void TokenizerJsonOfAnotherKind(string parent, string name, string value, string expected) => Refuses(
        folder => folder.ToJson(change: root => (parent.Length == 0 ? root : root[parent]!)[name] = JsonNode.Parse(value)),
        "tokenizer.json", expected);

    [Fact]
    public void CutTokenizerJson() => Refuses(folder =>
    {
        folder.ToJson();
        folder.Write("tokenizer.json", File.ReadAllText(folder["tokenizer.json"])[..^9]);
    }, "tokenizer.json is damaged at line 1");

    private static void Refuses(Action<TokenizerFolder> damage, params string[] expected)
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        damage(folder);
        string message = Assert.Throws<InputException>(folder.Load).Message;
        Assert.All(expected.Append(folder.Path), part => Assert.Contains(part, message));
    }

    private static void Replace(TokenizerFolder folder, string name, string old, string replacement)
    {
        string content = File.ReadAllText(folder[name]);
        Assert.Contains(old, content);
        folder.Write(name, content.Replace(old, replacement));
    }
}

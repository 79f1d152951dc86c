using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PureSaliency.Roberta.Text;

namespace PureSaliency.Tests.Roberta.Text;

/// <summary>A folder with the files of a tokenizer, for one test to spoil.</summary>
internal sealed class TokenizerFolder : IDisposable
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Path { get; } = Directory.CreateTempSubdirectory("tokenizer").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public Tokenizer Load() => Tokenizer.Load(Path);

    /// <summary>Marks, the 256 letters, "he" and "Ġhe"; <c>&lt;mask&gt;</c> comes last as in RoBERTa.</summary>
    public static TokenizerFolder Small()
    {
        var folder = new TokenizerFolder();
        folder.WriteVocabulary(SmallPieces());
        folder.WriteMerges("h e", "Ġ he");
        return folder;
    }

    public static string[] SmallPieces() => ["<s>", "<pad>", "</s>", "<unk>", .. Letters(), "he", "Ġhe", "<mask>"];

    public static string[] Letters() => [.. Tokenizers.FromPair.Letters()];

    public void WriteVocabulary(IEnumerable<string> pieces) =>
        Write("vocab.json", JsonSerializer.Serialize(pieces.Index().ToDictionary(piece => piece.Item, piece => piece.Index), Plain));

    public void WriteMerges(params string[] merges) => Write("merges.txt", string.Join('\n', merges.Prepend("#version: 0.2")) + "\n");

    public void Write(string name, string content) => File.WriteAllText(this[name], content);

    /// <summary>Replaces vocab.json and merges.txt by one file that says the same.</summary>
    public TokenizerFolder ToJson(bool mergesAsPairs = false, Action<JsonNode>? change = null, bool keepPair = false)
    {
        JsonObject root = Json(File.ReadAllText(this["vocab.json"]), File.ReadAllLines(this["merges.txt"])[1..], mergesAsPairs);
        change?.Invoke(root);
        Write("tokenizer.json", root.ToJsonString(Plain));
        if (keepPair) return this;
        File.Delete(this["vocab.json"]);
        File.Delete(this["merges.txt"]);
        return this;
    }

    private static JsonObject Json(string vocabulary, string[] merges, bool mergesAsPairs)
    {
        JsonNode vocab = JsonNode.Parse(vocabulary)!;
        string[] marks = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"];
        return new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray([.. marks.Where(mark => vocab[mark] is not null).Select(mark => Added(mark, (int)vocab[mark]!, lstrip: mark == "<mask>"))]),
            ["normalizer"] = null,
            ["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true },
            ["post_processor"] = new JsonObject
            {
                ["type"] = "RobertaProcessing",
                ["sep"] = new JsonArray("</s>", 2),
                ["cls"] = new JsonArray("<s>", 0),
                ["trim_offsets"] = true,
                ["add_prefix_space"] = false,
            },
            ["decoder"] = new JsonObject { ["type"] = "ByteLevel" },
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = null,
                ["continuing_subword_prefix"] = "",
                ["end_of_word_suffix"] = "",
                ["fuse_unk"] = false,
                ["vocab"] = vocab,
                ["merges"] = new JsonArray([.. merges.Select(merge => Merge(merge, mergesAsPairs))]),
            },
        };
    }

    public static JsonNode Added(string content, int id, bool lstrip = false, bool rstrip = false, bool special = true) => new JsonObject
    {
        ["id"] = id,
        ["content"] = content,
        ["single_word"] = false,
        ["lstrip"] = lstrip,
        ["rstrip"] = rstrip,
        ["normalized"] = false,
        ["special"] = special,
    };

    private static JsonNode Merge(string merge, bool asPair) =>
        asPair ? new JsonArray([.. merge.Split(' ').Select(part => (JsonNode)part)]) : merge;
}

using System.Runtime.InteropServices;
using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>Reads tokenizer.json: byte-level BPE as RoBERTa has it; what we would read wrongly is refused.</summary>
internal static class TokenizerJson
{
    public static TokenizerModel Read(ReadOnlyMemory<byte> json, string path)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        JsonElement model = Need(root, "model", JsonValueKind.Object, path, "model");
        Expect(model, "type", "BPE", path, "model.type");
        JsonElement split = Need(root, "pre_tokenizer", JsonValueKind.Object, path, "pre_tokenizer");
        if (Text(split, "type") != "ByteLevel") throw Wrong(path, "pre_tokenizer.type", "ByteLevel", Get(split, "type"));
        Expect(root, "normalizer", null, path, "normalizer");
        foreach (string name in (string[])["dropout", "continuing_subword_prefix", "end_of_word_suffix", "ignore_merges"])
            Expect(model, name, null, path, $"model.{name}");
        Expect(split, "use_regex", "true", path, "pre_tokenizer.use_regex");

        JsonElement pieces = Need(model, "vocab", JsonValueKind.Object, path, "model.vocab");
        List<KeyValuePair<string, int>> vocabulary =
            TokenizerFiles.Vocabulary(JsonMarshal.GetRawUtf8Value(pieces).ToArray(), $"{path}, model.vocab");
        List<AddedToken> added = Added(root, path);
        AddMissing(vocabulary, added);
        return new TokenizerModel(path, vocabulary, Merges(model, path), added, Flag(split, "add_prefix_space"));
    }

    private static MergeList Merges(JsonElement model, string path)
    {
        JsonElement list = Need(model, "merges", JsonValueKind.Array, path, "model.merges");
        string[] merges = [.. list.EnumerateArray().Select((merge, index) => Merge(merge) ?? throw Wrong(
            path, $"model.merges[{index}]", "\"left right\" or [\"left\", \"right\"]", merge))];
        return new MergeList(merges, 0, index => $"{path}, model.merges[{index}]");
    }

    private static string? Merge(JsonElement merge) => merge.ValueKind switch
    {
        JsonValueKind.String => merge.GetString(),
        JsonValueKind.Array when merge.EnumerateArray().All(part => part.ValueKind == JsonValueKind.String)
            => string.Join(' ', merge.EnumerateArray().Select(part => part.GetString())),
        _ => null,
    };

    private static List<AddedToken> Added(JsonElement root, string path)
    {
        if (Get(root, "added_tokens") is not { ValueKind: JsonValueKind.Array } list) return [];
        return [.. list.EnumerateArray().Select((entry, index) =>
        {
            string place = $"added_tokens[{index}]";
            string? content = Text(entry, "content");
            if (string.IsNullOrEmpty(content) || Get(entry, "id") is not { ValueKind: JsonValueKind.Number } number
                || !number.TryGetInt32(out int id))
                throw Wrong(path, place, "an object with content and id", entry);
            Expect(entry, "single_word", null, path, $"{place}.single_word");
            return new AddedToken(content, id, Flag(entry, "special"), Flag(entry, "lstrip"), Flag(entry, "rstrip"));
        })];
    }

    // Words that a user added later stand in added_tokens only.
    private static void AddMissing(List<KeyValuePair<string, int>> vocabulary, List<AddedToken> added)
    {
        HashSet<string> known = [.. vocabulary.Select(entry => entry.Key)];
        foreach (AddedToken token in added)
        {
            if (known.Add(token.Text)) vocabulary.Add(new(token.Text, token.Id));
        }
    }

    private static JsonElement? Get(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) ? value : null;

    private static string? Text(JsonElement parent, string name) =>
        Get(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static bool Flag(JsonElement parent, string name) => Get(parent, name) is { ValueKind: JsonValueKind.True };

    private static JsonElement Need(JsonElement parent, string name, JsonValueKind kind, string path, string place) =>
        Get(parent, name) is JsonElement value && value.ValueKind == kind
            ? value : throw Wrong(path, place, kind == JsonValueKind.Array ? "a list" : "an object", Get(parent, name));

    /// <summary>What is absent is right; where nothing is expected, so is what is null, false or empty.</summary>
    private static void Expect(JsonElement parent, string name, string? expected, string path, string place)
    {
        if (Get(parent, name) is not JsonElement value) return;
        string written = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        bool right = expected is null ? written is "" or "null" or "false" : written == expected;
        if (!right) throw Wrong(path, place, expected ?? "null", value);
    }

    private static InputException Wrong(string path, string place, string expected, JsonElement? found)
    {
        string text = found?.GetRawText() ?? "nothing";
        return new InputException($"{path}, {place}: expected {expected}, found {(text.Length > 60 ? text[..60] + "…" : text)}.");
    }
}

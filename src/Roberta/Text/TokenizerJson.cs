using System.Runtime.InteropServices;
using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>Reads tokenizer.json: byte-level BPE as RoBERTa has it; what we would read wrongly is refused.</summary>
internal static class TokenizerJson
{
    public static TokenizerModel Read(JsonPlace root)
    {
        string path = root.File;
        JsonPlace model = root.Need("model", JsonValueKind.Object, "an object");
        if (model.Field("type") is not null) Expect(model, "type", "BPE");
        TokenizerFields.CheckAll(root, TokenizerFields.TokenizerJson);
        TokenizerFields.CheckAll(model, TokenizerFields.Model);
        JsonPlace split = root.Need("pre_tokenizer", JsonValueKind.Object, "an object");
        Expect(split, "type", "ByteLevel");
        TokenizerFields.CheckAll(split, TokenizerFields.PreTokenizer);

        JsonPlace pieces = model.Need("vocab", JsonValueKind.Object, "an object");
        JsonPlace? unknown = model.Field("unk_token") is { Kind: not JsonValueKind.Null } field ? field : null;
        return new()
        {
            Source = path,
            Vocabulary = TokenizerFiles.Vocabulary(JsonMarshal.GetRawUtf8Value(pieces.Value).ToArray(), $"{path}, model.vocab"),
            Merges = Merges(model),
            Added = root.Field("added_tokens") is { Kind: not JsonValueKind.Null } list ? AddedTokenFields.List(list) : [],
            Marks = MarksAround.Read(root),
            AddPrefixSpace = split.Flag("add_prefix_space"),
            DropsUnknown = unknown is null,
            UnknownToken = unknown?.Text(),
            WholeWordsFirst = model.Flag("ignore_merges") ?? false,
            NeedsAllBytes = model.Flag("fuse_unk") == true ? $"{path}, model.fuse_unk"
                : model.Flag("byte_fallback") == true ? $"{path}, model.byte_fallback" : null,
        };
    }

    /// <summary>Throws unless a field of an object has a value.</summary>
    public static void Expect(JsonPlace parent, string name, string expected)
    {
        if (parent.Field(name) is not JsonPlace field) throw parent.Lacks(name, expected);
        if (field.Kind != JsonValueKind.String || field.Text() != expected) throw field.Wrong(expected);
    }

    private static MergeList Merges(JsonPlace model)
    {
        JsonPlace list = model.Need("merges", JsonValueKind.Array, "a list");
        string place = list.Name;
        string[] merges = [.. list.Value.EnumerateArray().Select((merge, index) => Merge(merge) ?? throw list.Entries().ElementAt(index)
            .Wrong("\"left right\" or [\"left\", \"right\"]"))];
        return new MergeList(merges, 0, index => $"{place}[{index}]");
    }

    private static string? Merge(JsonElement merge) => merge.ValueKind switch
    {
        JsonValueKind.String => merge.GetString(),
        JsonValueKind.Array when merge.EnumerateArray().All(part => part.ValueKind == JsonValueKind.String)
            => string.Join(' ', merge.EnumerateArray().Select(part => part.GetString())),
        _ => null,
    };
}

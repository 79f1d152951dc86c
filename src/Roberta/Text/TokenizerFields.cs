using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>What is done with a field of a tokenizer's files.</summary>
internal enum TokenizerFieldUse
{
    /// <summary>It is read and followed.</summary>
    Honoured,
    /// <summary>It does not change which ids a text becomes.</summary>
    Harmless,
    /// <summary>It is refused unless it has the value that changes nothing.</summary>
    Refused,
}

/// <summary>A field, its use and, for a refused one, the values that change nothing: as JSON, beside null, false and what is empty.</summary>
internal sealed record TokenizerField(string Name, TokenizerFieldUse Use, string Allowed = "", string Remedy = "");

/// <summary>
/// Every field of the files beside vocab.json and merges.txt that we know, each once. What a file says and this table does not know is refused
/// where the file is a tokenizer's own; of tokenizer_config.json, where everybody notes things, it is listed.
/// </summary>
internal static class TokenizerFields
{
    /// <summary>The roles of marks, in tokenizer_config.json and special_tokens_map.json.</summary>
    public static readonly string[] Roles = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

    public static readonly TokenizerField[] TokenizerConfig =
    [
        .. Honoured(["add_prefix_space", "added_tokens_decoder", "additional_special_tokens", "tokenizer_class", .. Roles]),
        .. Harmless(
            "_commit_hash", "backend", "chat_template", "clean_up_tokenization_spaces", "device_map", "errors", "from_slow", "is_local", "legacy",
            "max_len", "max_length", "merges_file", "model_input_names", "model_max_length", "model_type", "name_or_path", "pad_to_multiple_of",
            "pad_token_type_id", "padding", "padding_side", "processor_class", "return_special_tokens_mask", "return_token_type_ids",
            "special_tokens_map_file", "stride", "tokenizer_file", "torch_dtype", "transformers_version", "trim_offsets", "truncation",
            "truncation_side", "truncation_strategy", "trust_remote_code", "unk_id", "use_cache", "use_fast", "verbose", "vocab_file"),
        new("do_lower_case", TokenizerFieldUse.Refused, Remedy: Ignored("lower-case the texts yourself, or remove the field")),
        new("do_lowercase", TokenizerFieldUse.Refused, Remedy: Ignored("lower-case the texts yourself, or remove the field")),
        new("strip_accents", TokenizerFieldUse.Refused, Remedy: Ignored("remove the field")),
        new("split_special_tokens", TokenizerFieldUse.Refused, Remedy: "marks in a text are single tokens here"),
        new("add_bos_token", TokenizerFieldUse.Refused, "true", "a text is always read between its two marks"),
        new("add_eos_token", TokenizerFieldUse.Refused, "true", "a text is always read between its two marks"),
        new("add_special_tokens", TokenizerFieldUse.Refused, "true", "a text is always read between its two marks"),
        new("extra_special_tokens", TokenizerFieldUse.Refused, Remedy: "name such tokens under additional_special_tokens"),
        new("auto_map", TokenizerFieldUse.Refused, Remedy: "a tokenizer with code of its own cannot be run here"),
        new("continuing_subword_prefix", TokenizerFieldUse.Refused),
        new("end_of_word_suffix", TokenizerFieldUse.Refused),
        new("dropout", TokenizerFieldUse.Refused, "0 0.0", "merges are never dropped here"),
    ];

    public static readonly TokenizerField[] SpecialTokensMap = Honoured([.. Roles, "additional_special_tokens"]);

    /// <summary>Of an added token, in tokenizer.json, added_tokens_decoder and special_tokens_map.json.</summary>
    public static readonly TokenizerField[] AddedToken =
    [
        .. Honoured(["id", "content", "single_word", "lstrip", "rstrip", "normalized", "special"]),
        .. Harmless("__type"),
    ];

    public static readonly TokenizerField[] TokenizerJson =
    [
        .. Honoured(["added_tokens", "pre_tokenizer", "post_processor", "model"]),
        .. Harmless("version", "truncation", "padding", "decoder"),
        new("normalizer", TokenizerFieldUse.Refused, Remedy: "texts are read as they are written: a model that normalises them cannot be explained yet"),
    ];

    public static readonly TokenizerField[] PreTokenizer =
    [
        .. Honoured(["type", "add_prefix_space"]),
        .. Harmless("trim_offsets"),
        new("use_regex", TokenizerFieldUse.Refused, "true", "only texts that are split as GPT-2 splits them are read"),
    ];

    public static readonly TokenizerField[] Model =
    [
        .. Honoured(["type", "vocab", "merges", "unk_token", "ignore_merges", "fuse_unk", "byte_fallback"]),
        new("dropout", TokenizerFieldUse.Refused, "0 0.0", "merges are never dropped here"),
        new("continuing_subword_prefix", TokenizerFieldUse.Refused),
        new("end_of_word_suffix", TokenizerFieldUse.Refused),
    ];

    /// <summary>Throws at the first field that is refused, and returns those that no table knows.</summary>
    /// <exception cref="InputException">A field has a value that would change the tokens; the message names file, field and value.</exception>
    public static IReadOnlyList<JsonPlace> Check(JsonPlace place, TokenizerField[] table)
    {
        var unknown = new List<JsonPlace>();
        foreach (var (name, value) in place.Fields())
        {
            TokenizerField? field = Array.Find(table, field => field.Name == name);
            if (field is null) unknown.Add(value);
            else if (field.Use == TokenizerFieldUse.Refused && !Changes(value, field.Allowed)) continue;
            else if (field.Use == TokenizerFieldUse.Refused) throw value.Wrong(Expected(field), field.Remedy.Length == 0 ? null : field.Remedy);
        }
        return unknown;
    }

    /// <summary>The same where fields that no table knows are refused, unless they say nothing.</summary>
    /// <exception cref="InputException">A field would change the tokens, or might.</exception>
    public static void CheckAll(JsonPlace place, TokenizerField[] table)
    {
        foreach (JsonPlace unknown in Check(place, table))
            if (Changes(unknown, "")) throw unknown.Wrong("no such field", "it might change the tokens, and its meaning is not known");
    }

    private static bool Changes(JsonPlace value, string allowed) => value.Kind switch
    {
        JsonValueKind.Null or JsonValueKind.False => allowed == "true" && value.Kind == JsonValueKind.False,
        JsonValueKind.String => value.Text().Length > 0,
        JsonValueKind.Array => value.Value.GetArrayLength() > 0,
        JsonValueKind.Object => value.Value.EnumerateObject().Any(),
        _ => !allowed.Split(' ').Contains(value.Value.GetRawText()),
    };

    private static string Expected(TokenizerField field) => field.Allowed switch { "" => "null", "true" => "true", _ => "0" };

    private static string Ignored(string what) => $"RoBERTa's tokenizer takes no notice of it; {what}";

    private static TokenizerField[] Honoured(string[] names) => [.. names.Select(name => new TokenizerField(name, TokenizerFieldUse.Honoured))];

    private static IEnumerable<TokenizerField> Harmless(params string[] names) => names.Select(name => new TokenizerField(name, TokenizerFieldUse.Harmless));
}

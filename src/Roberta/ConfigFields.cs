using System.Text.Json;
using PureSaliency.Tensors;
using static PureSaliency.Roberta.ConfigField;

namespace PureSaliency.Roberta;

/// <summary>
/// Every field of <c>config.json</c> that the reference implementation knows (RobertaConfig and what it inherits, and what its
/// saving writes beside), and what becomes of it here. A test holds the table against what is read.
/// </summary>
internal static class ConfigFields
{
    private const string Generates = "for text that is generated, which an encoder does not do";
    private const string Trains = "for training, which has options of its own; a model that is used computes without it";
    private const string Forms = "the form in which the reference hands results on";
    private const string SaysTokenizer = "the tokenizer's own files say which ids begin, end and part texts";
    private const string Quantised = "quantised weights cannot be computed with; save the model in a float type (F32, F16 or BF16)";

    /// <summary>The table.</summary>
    public static IReadOnlyList<ConfigField> All { get; } =
    [
        Read("model_type", "the family"),
        Read("architectures", "the kind of head"),
        Read("hidden_size", "K, width of the hidden state"),
        Read("num_hidden_layers", "L, number of blocks"),
        Read("num_attention_heads", "H, number of heads"),
        Read("intermediate_size", "inner width of the feed-forward part"),
        Read("vocab_size", "V, rows of the word embeddings"),
        Read("max_position_embeddings", "rows of the position table"),
        Read("type_vocab_size", "rows of the token type table"),
        Read("layer_norm_eps", "ε of every layer normalisation"),
        Read("pad_token_id", "positions are counted from it"),
        Read("bos_token_id", "the mark that begins a text"),
        Read("eos_token_id", "the mark that ends a text"),
        Read("tie_word_embeddings", "whether the language-model head's decoder is the word embeddings"),
        Read("id2label", "names of the classes"),
        Read("label2id", "must not contradict id2label"),
        Read("num_labels", "number of classes, where they have no names"),
        Read("problem_type", "what the outputs mean"),
        Read("torch_dtype", "number type of the stored weights, for information; the weights' files decide"),
        Read("dtype", "the newer name of torch_dtype"),

        OneOf("hidden_act", "another activation function is another model", "gelu", "gelu_python"),
        OneOf("position_embedding_type", "relative positions are computed otherwise", "absolute"),
        False("is_decoder", "a decoder's rows see only what stands before them"),
        False("add_cross_attention", "only a decoder attends to another model's states"),
        False("is_encoder_decoder", "an encoder alone is computed"),
        new("pruned_heads", FieldUse.Checked, "heads were cut out of some blocks, which then have other sizes", value => IsEmpty(value) ? null : "none"),
        new("quantization_config", FieldUse.Checked, Quantised, value => IsEmpty(value) ? null : $"none ({Method(value)})"),
        new("compression_config", FieldUse.Checked, Quantised, value => IsEmpty(value) ? null : $"none ({Method(value)})"),
        Empty("auto_map", "it names code of the model's own, which may compute something else and is not run; if this is a plain RoBERTa, take the field out"),
        new("adapters", FieldUse.Checked, "adapters are computed between the blocks' steps; merge them into the model, or take them out", value =>
            value.ValueKind == JsonValueKind.Object && value.TryGetProperty("adapters", out var inner) ? IsEmpty(inner) ? null : "none"
            : IsEmpty(value) ? null : "none"),

        .. Harmless("an old spelling of num_labels, which later versions leave alone", "_num_labels"),
        .. Harmless(Trains, "hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout", "initializer_range",
            "gradient_checkpointing", "tf_legacy_loss", "use_bfloat16", "finetuning_task"),
        .. Harmless(Forms, "output_attentions", "output_hidden_states", "return_dict", "use_return_dict", "torchscript", "output_past"),
        .. Harmless("only of two models in one, encoder and decoder", "tie_encoder_decoder", "cross_attention_hidden_size", "decoder_start_token_id"),
        .. Harmless("only decoders keep what they computed", "use_cache"),
        .. Harmless("the same numbers in pieces, or by another kernel", "chunk_size_feed_forward", "attn_implementation", "_attn_implementation",
            "_attn_implementation_internal", "_attn_implementation_autoset", "_flash_attn_2_enabled", "xla_device"),
        .. Harmless(SaysTokenizer, "sep_token_id", "cls_token_id", "unk_token_id", "mask_token_id", "tokenizer_class", "prefix"),
        .. Harmless(Generates, "max_length", "min_length", "do_sample", "early_stopping", "num_beams", "num_beam_groups", "diversity_penalty",
            "temperature", "top_k", "top_p", "typical_p", "repetition_penalty", "length_penalty", "no_repeat_ngram_size",
            "encoder_no_repeat_ngram_size", "bad_words_ids", "num_return_sequences", "output_scores", "return_dict_in_generate",
            "forced_bos_token_id", "forced_eos_token_id", "remove_invalid_values", "exponential_decay_length_penalty", "suppress_tokens",
            "begin_suppress_tokens", "task_specific_params"),
        .. Harmless("where the model came from", "_name_or_path", "name_or_path", "_commit_hash", "transformers_version"),
        .. Harmless("pipelines around the model, which are not run", "custom_pipelines"),
    ];

    /// <summary>Refuses a file with a value under which another model would be computed.</summary>
    /// <exception cref="InputException">There is one; the message says which, and why.</exception>
    public static void Check(ConfigReader json)
    {
        foreach (var field in All.Where(field => field.Use == FieldUse.Checked))
            if (json.Value(field.Name) is { } value && field.Refusal!(value) is { } expected)
                throw new InputException($"'{json.Path}': {field.Name} is {Shown(value)}, expected {expected}: {field.Reason}.");
    }

    /// <summary>The names in a file that the table does not know.</summary>
    public static IReadOnlyList<string> Unknown(ConfigReader json) => [.. json.Names.Except(All.Select(field => field.Name))];

    private static string Shown(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? $"{value.GetString()!.Quote()}" : JsonFile.Sample(value);

    private static string Method(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return "of an unknown kind";
        foreach (string name in (string[])["quant_method", "quantization_method", "method"])
            if (value.TryGetProperty(name, out var method) && method.ValueKind == JsonValueKind.String) return method.GetString()!.Quote()[1..^1];
        return value.EnumerateObject().Any(entry => entry.Name.StartsWith("load_in_", StringComparison.Ordinal)) ? "bitsandbytes" : "of an unknown kind";
    }
}

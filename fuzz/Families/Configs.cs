using System.Text.Json;
using PureSaliency.Fuzz.Damage;
using PureSaliency.Fuzz.Healthy;
using PureSaliency.Fuzz.Run;
using PureSaliency.Roberta;

namespace PureSaliency.Fuzz.Families;

/// <summary>config.json, read by itself, with the weights, and by the commands info and explain.</summary>
internal sealed class Configs : Family
{
    private static readonly byte[] Other = """{"model_type":"bert","hidden_size":16,"layers":[1,2,{"a":null}]}"""u8.ToArray();

    private static readonly string[] Known =
    [
        .. new[]
        {
            "roberta", "xlm-roberta", "camembert", "bert", "gelu", "gelu_new", "relu", "absolute", "relative_key", "regression", "multi_label_classification",
            "single_label_classification", "RobertaForSequenceClassification", "RobertaForMaskedLM", "float32", "float16", "bfloat16", "LABEL_0", "good",
        }.Select(Node.Quoted),
        "{\"0\":\"a\",\"1\":\"b\",\"2\":\"c\"}", "{\"0\":\"a\",\"1\":\"a\",\"2\":\"a\"}", "{\"2\":\"a\",\"1\":\"b\",\"0\":\"c\"}", "{\"0\":0,\"1\":1,\"2\":2}",
    ];

    private static readonly (string, string)[] Fields =
    [
        ("problem_type", "\"regression\""), ("problem_type", "\"multi_label_classification\""), ("problem_type", "null"), ("problem_type", "\"x\""), ("problem_type", "1"),
        ("is_decoder", "true"), ("add_cross_attention", "true"), ("hidden_act", "\"gelu_new\""), ("hidden_act", "\"GELU\""), ("hidden_act", "null"),
        ("position_embedding_type", "\"relative_key\""), ("tie_word_embeddings", "false"), ("num_labels", "2"), ("num_labels", "3"), ("num_labels", "0"), ("num_labels", "\"3\""),
        ("id2label", "{}"), ("id2label", "null"), ("id2label", "[\"a\",\"b\",\"c\"]"), ("id2label", "{\"0\":\"x\"}"), ("id2label", "{\"0\":\"x\",\"1\":\"x\",\"2\":\"x\"}"),
        ("id2label", "{\"0\":1,\"1\":2,\"2\":3}"), ("id2label", "{\"0\":\"\",\"1\":\" \",\"2\":\"\\u202ex\"}"), ("id2label", "{\"0\":\"\\ud800\",\"1\":\"b\",\"2\":\"c\"}"),
        ("label2id", "{\"x\":0}"), ("label2id", "null"), ("label2id", "{\"bad\":2,\"fair\":1,\"good\":0}"), ("quantization_config", "{\"load_in_8bit\":true}"),
        ("layer_norm_eps", "0"), ("layer_norm_eps", "1e-400"), ("layer_norm_eps", "-1"), ("layer_norm_eps", "1e-12"), ("layer_norm_eps", "\"1e-5\""),
        ("hidden_size", "8.0"), ("hidden_size", "16"), ("hidden_size", "2147483647"), ("num_hidden_layers", "1"), ("num_hidden_layers", "3"), ("num_hidden_layers", "1024"),
        ("num_attention_heads", "1"), ("num_attention_heads", "8"), ("num_attention_heads", "16"), ("num_attention_heads", "3"), ("intermediate_size", "13"),
        ("vocab_size", "2147483647"), ("vocab_size", "10"), ("max_position_embeddings", "4"), ("max_position_embeddings", "2147483647"), ("type_vocab_size", "0"),
        ("type_vocab_size", "2"), ("pad_token_id", "0"), ("pad_token_id", "36"), ("pad_token_id", "39"), ("pad_token_id", "-1"), ("pad_token_id", "null"), ("bos_token_id", "-1"),
        ("bos_token_id", "2147483647"), ("eos_token_id", "100000"), ("architectures", "[]"), ("architectures", "null"), ("architectures", "\"RobertaForSequenceClassification\""),
        ("architectures", "[\"RobertaForMaskedLM\"]"), ("architectures", "[\"RobertaForTokenClassification\"]"), ("model_type", "\"bert\""), ("model_type", "\"camembert\""),
        ("torch_dtype", "\"float16\""), ("dtype", "\"bfloat16\""), ("torch_dtype", "7"), ("unknown_field", "[1,{\"a\":2}]"), ("chunk_size_feed_forward", "2"), ("output_attentions", "true"),
        ("pruned_heads", "{\"0\":[1]}"), ("embedding_size", "4"), ("_name_or_path", "\"\\u001b[2J\""), ("torchscript", "true"), ("classifier_dropout", "0.5"), ("head_dim", "2"),
    ];

    public override string Name => "config";

    public override Attempt Make(Dice dice)
    {
        var (config, done) = Mixed.Json(TinyModel.Config, dice, Other, Known, Fields);
        int reader = dice.Below(100);
        if (reader < 84)
            return new("ModelConfig", done, [new("config.json", config)], ReadConfig);
        IReadOnlyList<FileContent> files = [new("config.json", config), .. TinyModel.WithHead().Skip(1)];
        return reader < 92 ? new("SequenceClassifier", done, files, ReadModel)
            : reader < 96 ? new("info", done, files, folder => Face.Run("info", folder))
            : new("explain", done, files, folder => Face.Explain("the film was a", folder, Method(reader)));
    }

    private static string[] Method(int reader) => reader % 2 == 0 ? [] : ["--layer", "all", "--method", "grad-x-input"];

    private static int ReadConfig(string folder)
    {
        var config = ModelConfig.Load(folder);
        foreach (var (name, size) in new[]
        {
            ("hidden", config.Hidden), ("layers", config.Layers), ("heads", config.Heads), ("inner", config.Intermediate), ("vocabulary", config.Vocabulary),
            ("positions", config.Positions), ("types", config.Types),
        })
            BrokenRuleException.Unless(size > 0, "sizes are positive", $"{name} {size}");
        BrokenRuleException.Unless(config.Hidden % config.Heads == 0, "heads divide the width", $"{config.Hidden}, {config.Heads}");
        BrokenRuleException.Unless(config.MaxTokens >= 3, "a text has room", $"{config.MaxTokens} tokens");
        BrokenRuleException.Unless(double.IsFinite(config.LayerNormEpsilon) && config.LayerNormEpsilon > 0, "ε is a small number", $"{config.LayerNormEpsilon}");
        foreach (string label in config.Labels ?? [])
            BrokenRuleException.Unless(label is not null, "every label is text", "null");
        return HashCode.Combine(config.Hidden, config.Layers, config.Vocabulary, config.PadId, JsonSerializer.Serialize(config.Labels));
    }

    private static int ReadModel(string folder)
    {
        using var model = SequenceClassifier<float>.Load(folder);
        BrokenRuleException.Unless(model.Labels.Count == model.Head.Classes, "a label for every output", $"{model.Labels.Count}, {model.Head.Classes}");
        return HashCode.Combine(string.Join('\0', model.Labels), model.Parameters.Count);
    }
}

using System.Text.Json.Nodes;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>Configurations of new models.</summary>
public static class StandardConfig
{
    private static readonly Dictionary<string, (int Layers, int Hidden, int Heads, int Intermediate)> Sizes = new()
    {
        ["tiny"] = (2, 64, 2, 256),
        ["mini"] = (6, 128, 4, 512),
    };

    /// <summary>The names of known sizes.</summary>
    public static IReadOnlyCollection<string> Names => Sizes.Keys;

    /// <summary>
    /// A masked language model's configuration of a known size, or of a file, for a tokenizer with some number of pieces.
    /// </summary>
    /// <exception cref="InputException">There is neither a size nor a file of that name, or the file is not for this tokenizer.</exception>
    public static JsonObject Read(string nameOrFile, int vocabulary)
    {
        if (Sizes.TryGetValue(nameOrFile, out var size)) return Of(size, vocabulary);
        if (!File.Exists(nameOrFile))
            throw new InputException($"There is no configuration '{nameOrFile}': expected {string.Join(", ", Names)} or a file such as config.json.");
        var (config, given) = ConfigReader.Read(nameOrFile, reader => (reader.ToObject(), reader.Required("vocab_size")));
        return given == vocabulary ? config
            : throw new InputException($"'{nameOrFile}': vocab_size is {given}, expected {vocabulary}, the number of the tokenizer's pieces.");
    }

    private static JsonObject Of((int Layers, int Hidden, int Heads, int Intermediate) size, int vocabulary) => new()
    {
        ["architectures"] = new JsonArray("RobertaForMaskedLM"),
        ["attention_probs_dropout_prob"] = 0.1,
        ["bos_token_id"] = 0,
        ["eos_token_id"] = 2,
        ["hidden_act"] = "gelu",
        ["hidden_dropout_prob"] = 0.1,
        ["hidden_size"] = size.Hidden,
        ["initializer_range"] = 0.02,
        ["intermediate_size"] = size.Intermediate,
        ["layer_norm_eps"] = 1e-5,
        ["max_position_embeddings"] = 514,
        ["model_type"] = "roberta",
        ["num_attention_heads"] = size.Heads,
        ["num_hidden_layers"] = size.Layers,
        ["pad_token_id"] = 1,
        ["position_embedding_type"] = "absolute",
        ["type_vocab_size"] = 1,
        ["vocab_size"] = vocabulary,
    };
}

using System.Text;
using PureSaliency.Fuzz.Run;

namespace PureSaliency.Fuzz.Healthy;

/// <summary>A classifier of two blocks of width 8 with its language model's head: some ten thousand bytes.</summary>
internal static class TinyModel
{
    private const int Hidden = 8, Inner = 12, Positions = 40, Layers = 2, Classes = 3;
    private static readonly int Vocabulary = TinyTokenizer.Pieces.Count;

    public static IReadOnlyList<Stored> Tensors { get; } = [.. Encoder(), .. Linear("classifier.dense", Hidden, Hidden), .. Linear("classifier.out_proj", Classes, Hidden)];

    public static IReadOnlyList<Stored> Head { get; } =
    [
        Tensors[0], .. Linear("lm_head.dense", Hidden, Hidden), .. Norm("lm_head.layer_norm"),
        Weights.Random(new Dice(3, "bias", 0), "lm_head.bias", Vocabulary),
    ];

    public static byte[] Model { get; } = Weights.File(Tensors);

    public static byte[] LanguageHead { get; } = Weights.File(Head);

    /// <summary>Encoder and head, as a language model of its own.</summary>
    public static byte[] LanguageModel { get; } = Weights.File([.. Encoder(), .. Head.Skip(1)]);

    public static byte[] Config { get; } = ConfigOf("RobertaForSequenceClassification");

    public static byte[] LanguageConfig { get; } = ConfigOf("RobertaForMaskedLM");

    /// <summary>The files of the classifier, in a folder of that name or in the place itself.</summary>
    public static IReadOnlyList<FileContent> Files(string folder = "") =>
    [
        new(folder + "config.json", Config), new(folder + "model.safetensors", Model), new(folder + "vocab.json", TinyTokenizer.Vocabulary),
        new(folder + "merges.txt", TinyTokenizer.MergeLines),
    ];

    /// <summary>The same with the head that decodes in the same folder.</summary>
    public static IReadOnlyList<FileContent> WithHead(string folder = "") => [.. Files(folder), new(folder + "lm.safetensors", LanguageHead)];

    private static byte[] ConfigOf(string architecture) => Encoding.UTF8.GetBytes($$"""
        {"architectures":["{{architecture}}"],"model_type":"roberta","hidden_act":"gelu","hidden_size":{{Hidden}},"num_hidden_layers":{{Layers}},
        "num_attention_heads":2,"intermediate_size":{{Inner}},"vocab_size":{{Vocabulary}},"max_position_embeddings":{{Positions}},"type_vocab_size":1,
        "layer_norm_eps":1e-05,"pad_token_id":1,"bos_token_id":0,"eos_token_id":2,"torch_dtype":"float32","problem_type":"single_label_classification",
        "position_embedding_type":"absolute","tie_word_embeddings":true,"hidden_dropout_prob":0.1,"attention_probs_dropout_prob":0.1,"classifier_dropout":null,
        "initializer_range":0.02,"use_cache":true,"transformers_version":"4.26.0","is_decoder":false,
        "id2label":{"0":"bad","1":"fair","2":"good"},"label2id":{"bad":0,"fair":1,"good":2} }
        """);

    private static IEnumerable<Stored> Encoder()
    {
        const string embeddings = "roberta.embeddings.";
        yield return Random(embeddings + "word_embeddings.weight", Vocabulary, Hidden);
        yield return Random(embeddings + "position_embeddings.weight", Positions, Hidden);
        yield return Random(embeddings + "token_type_embeddings.weight", 1, Hidden);
        foreach (var norm in Norm(embeddings + "LayerNorm"))
            yield return norm;
        for (int l = 0; l < Layers; l++)
            foreach (var tensor in Block($"roberta.encoder.layer.{l}."))
                yield return tensor;
    }

    private static IEnumerable<Stored> Block(string layer) =>
    [
        .. Linear(layer + "attention.self.query", Hidden, Hidden), .. Linear(layer + "attention.self.key", Hidden, Hidden),
        .. Linear(layer + "attention.self.value", Hidden, Hidden), .. Linear(layer + "attention.output.dense", Hidden, Hidden),
        .. Norm(layer + "attention.output.LayerNorm"), .. Linear(layer + "intermediate.dense", Inner, Hidden),
        .. Linear(layer + "output.dense", Hidden, Inner), .. Norm(layer + "output.LayerNorm"),
    ];

    private static Stored[] Linear(string name, int outputs, int inputs) => [Random(name + ".weight", outputs, inputs), Random(name + ".bias", outputs)];

    private static Stored[] Norm(string name) => [Random(name + ".weight", Hidden), Random(name + ".bias", Hidden)];

    private static Stored Random(string name, params long[] shape) => Weights.Random(new Dice(1, name, 0), name, shape);
}

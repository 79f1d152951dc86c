using System.Collections.Immutable;
using System.Text.Json;
using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.SideBySide;

/// <summary>
/// A folder that both sides load: random weights of roberta-base's sizes in Hugging Face's layout. Time does not depend on their
/// values; agreement of the two sides does, so they are the same to the bit in every run.
/// </summary>
internal static class Checkpoint
{
    private const float Deviation = 0.02f;
    private static readonly string[] Architectures = ["RobertaForSequenceClassification"];
    private static readonly string[] TokenizerFiles = ["vocab.json", "merges.txt"];

    public static string Classifier(string folder) => Path.Combine(folder, "model.safetensors");

    /// <summary>The language model's head and its word embeddings; the loader finds it under this name.</summary>
    public static string LanguageModel(string folder) => Path.Combine(folder, "lm.safetensors");

    /// <summary>Writes the folder unless it is there; config.json comes last and shows that it is whole.</summary>
    public static void Ensure(string folder)
    {
        string config = Path.Combine(folder, "config.json");
        if (File.Exists(config)) return;
        Console.Error.WriteLine($"writing random weights to {folder}");
        Directory.CreateDirectory(folder);
        var tensors = Classifier().Concat(Head()).AsParallel().AsOrdered().Select(Random).ToDictionary(tensor => tensor.Name);
        SafetensorsWriter.Write(Classifier(folder), Classifier().Select(tensor => tensors[tensor.Name]));
        SafetensorsWriter.Write(LanguageModel(folder), Head().Prepend(Classifier().First()).Select(tensor => tensors[tensor.Name]));
        CopyTokenizer(folder);
        File.WriteAllText(config, Config());
    }

    private static IEnumerable<(string Name, int[] Shape)> Classifier()
    {
        const int k = Sizes.Width;
        const string embeddings = "roberta.embeddings.";
        yield return (embeddings + "word_embeddings.weight", [Sizes.Vocabulary, k]);
        yield return (embeddings + "position_embeddings.weight", [Sizes.Positions, k]);
        yield return (embeddings + "token_type_embeddings.weight", [1, k]);
        foreach (var norm in Norm(embeddings + "LayerNorm")) yield return norm;
        for (int i = 0; i < Sizes.Layers; i++)
            foreach (var tensor in Layer($"roberta.encoder.layer.{i}.")) yield return tensor;
        foreach (var tensor in Linear("classifier.dense", k, k)) yield return tensor;
        foreach (var tensor in Linear("classifier.out_proj", Sizes.Classes, k)) yield return tensor;
    }

    private static IEnumerable<(string Name, int[] Shape)> Layer(string prefix) =>
    [
        .. Linear(prefix + "attention.self.query", Sizes.Width, Sizes.Width),
        .. Linear(prefix + "attention.self.key", Sizes.Width, Sizes.Width),
        .. Linear(prefix + "attention.self.value", Sizes.Width, Sizes.Width),
        .. Linear(prefix + "attention.output.dense", Sizes.Width, Sizes.Width),
        .. Norm(prefix + "attention.output.LayerNorm"),
        .. Linear(prefix + "intermediate.dense", Sizes.Inner, Sizes.Width),
        .. Linear(prefix + "output.dense", Sizes.Width, Sizes.Inner),
        .. Norm(prefix + "output.LayerNorm"),
    ];

    private static IEnumerable<(string Name, int[] Shape)> Head() =>
    [
        .. Linear("lm_head.dense", Sizes.Width, Sizes.Width), .. Norm("lm_head.layer_norm"), ("lm_head.bias", [Sizes.Vocabulary]),
    ];

    private static (string Name, int[] Shape)[] Linear(string name, int outputs, int inputs) =>
        [(name + ".weight", [outputs, inputs]), (name + ".bias", [outputs])];

    private static (string Name, int[] Shape)[] Norm(string name) =>
        [(name + ".weight", [Sizes.Width]), (name + ".bias", [Sizes.Width])];

    private static TensorData Random((string Name, int[] Shape) tensor, int seed)
    {
        var values = new float[tensor.Shape.Aggregate(1, (count, extent) => count * extent)];
        if (tensor.Name.EndsWith("norm.weight", StringComparison.OrdinalIgnoreCase)) Array.Fill(values, 1f);
        else if (!tensor.Name.EndsWith("bias", StringComparison.Ordinal)) FillNormal(values, new Random(seed));
        return TensorData.From(tensor.Name, [.. tensor.Shape.Select(extent => (long)extent)], values);
    }

    // Box and Muller: two normal numbers of two uniform ones.
    private static void FillNormal(float[] values, Random random)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            float radius = Deviation * MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle()));
            var (sin, cos) = MathF.SinCos(2 * MathF.PI * random.NextSingle());
            values[i] = radius * cos;
            if (i + 1 < values.Length) values[i + 1] = radius * sin;
        }
    }

    // The starter models have roberta-base's vocabulary.
    private static void CopyTokenizer(string folder)
    {
        foreach (string name in TokenizerFiles)
            File.Copy(Path.Combine(ModelFolders.Find(ModelFolders.Default), name), Path.Combine(folder, name), overwrite: true);
    }

    private static string Config() => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["architectures"] = Architectures,
        ["model_type"] = "roberta",
        ["hidden_act"] = "gelu",
        ["hidden_size"] = Sizes.Width,
        ["num_hidden_layers"] = Sizes.Layers,
        ["num_attention_heads"] = Sizes.Heads,
        ["intermediate_size"] = Sizes.Inner,
        ["vocab_size"] = Sizes.Vocabulary,
        ["max_position_embeddings"] = Sizes.Positions,
        ["type_vocab_size"] = 1,
        ["layer_norm_eps"] = Sizes.Epsilon,
        ["bos_token_id"] = 0,
        ["pad_token_id"] = 1,
        ["eos_token_id"] = 2,
        ["id2label"] = new Dictionary<string, string> { ["0"] = "first", ["1"] = "second", ["2"] = "third" },
    });
}

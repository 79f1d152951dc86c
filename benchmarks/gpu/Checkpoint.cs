using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.Gpu;

/// <summary>
/// A folder that both sides load: random float32 weights in Hugging Face's layout, the same to the bit in every run.
/// </summary>
internal sealed class Checkpoint(string folder, Sizes sizes)
{
    private const float Deviation = 0.02f;
    private static readonly string[] Architectures = ["RobertaForSequenceClassification"];
    private static readonly string[] TokenizerFiles = ["vocab.json", "merges.txt"];

    /// <summary>Writes the folder unless it is there; config.json comes last and shows that it is whole.</summary>
    /// <param name="tokenizer">Folder whose tokenizer is copied.</param>
    public void Ensure(string tokenizer)
    {
        string config = Path.Combine(folder, "config.json");
        if (File.Exists(config)) return;
        Console.Error.WriteLine($"writing random weights to {folder}");
        Directory.CreateDirectory(folder);
        var tensors = Classifier().Concat(Head()).AsParallel().AsOrdered().Select(Random).ToDictionary(tensor => tensor.Name);
        Write("model.safetensors", Classifier());
        // The language model's head lies under the name by which the loader finds it.
        Write("lm.safetensors", Head().Prepend(Classifier().First()));
        foreach (string name in TokenizerFiles)
            File.Copy(Path.Combine(tokenizer, name), Path.Combine(folder, name), overwrite: true);
        File.WriteAllText(config, Config());

        void Write(string name, IEnumerable<(string Name, int[] Shape)> wanted) =>
            SafetensorsWriter.Write(Path.Combine(folder, name), wanted.Select(tensor => tensors[tensor.Name]));
    }

    private IEnumerable<(string Name, int[] Shape)> Classifier()
    {
        const string embeddings = "roberta.embeddings.";
        yield return (embeddings + "word_embeddings.weight", [Sizes.Vocabulary, sizes.Width]);
        yield return (embeddings + "position_embeddings.weight", [Sizes.Positions, sizes.Width]);
        yield return (embeddings + "token_type_embeddings.weight", [1, sizes.Width]);
        foreach (var norm in Norm(embeddings + "LayerNorm")) yield return norm;
        for (int i = 0; i < sizes.Layers; i++)
            foreach (var tensor in Layer($"roberta.encoder.layer.{i}.")) yield return tensor;
        foreach (var tensor in Linear("classifier.dense", sizes.Width, sizes.Width)) yield return tensor;
        foreach (var tensor in Linear("classifier.out_proj", Sizes.Classes, sizes.Width)) yield return tensor;
    }

    private IEnumerable<(string Name, int[] Shape)> Layer(string prefix) =>
    [
        .. Linear(prefix + "attention.self.query", sizes.Width, sizes.Width),
        .. Linear(prefix + "attention.self.key", sizes.Width, sizes.Width),
        .. Linear(prefix + "attention.self.value", sizes.Width, sizes.Width),
        .. Linear(prefix + "attention.output.dense", sizes.Width, sizes.Width),
        .. Norm(prefix + "attention.output.LayerNorm"),
        .. Linear(prefix + "intermediate.dense", sizes.Inner, sizes.Width),
        .. Linear(prefix + "output.dense", sizes.Width, sizes.Inner),
        .. Norm(prefix + "output.LayerNorm"),
    ];

    private IEnumerable<(string Name, int[] Shape)> Head() =>
    [
        .. Linear("lm_head.dense", sizes.Width, sizes.Width), .. Norm("lm_head.layer_norm"), ("lm_head.bias", [Sizes.Vocabulary]),
    ];

    private static (string Name, int[] Shape)[] Linear(string name, int outputs, int inputs) =>
        [(name + ".weight", [outputs, inputs]), (name + ".bias", [outputs])];

    private (string Name, int[] Shape)[] Norm(string name) =>
        [(name + ".weight", [sizes.Width]), (name + ".bias", [sizes.Width])];

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

    private string Config() => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["architectures"] = Architectures,
        ["model_type"] = "roberta",
        ["hidden_act"] = "gelu",
        ["hidden_size"] = sizes.Width,
        ["num_hidden_layers"] = sizes.Layers,
        ["num_attention_heads"] = sizes.Heads,
        ["intermediate_size"] = sizes.Inner,
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

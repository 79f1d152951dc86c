using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Roberta;

/// <summary>Sizes of a made checkpoint.</summary>
internal sealed record Sizes
{
    public int Layers { get; init; } = 2;
    public int Hidden { get; init; } = 8;
    public int Heads { get; init; } = 2;
    public int Inner { get; init; } = 12;
    public int Vocabulary { get; init; } = 20;
    public int Positions { get; init; } = 16;
    public int Classes { get; init; } = 3;
    public int Types { get; init; } = 1;
    public double Epsilon { get; init; } = 1e-5;
    public DType DType { get; init; } = DType.F32;
}

/// <summary>A tensor of a made checkpoint, for a test to change.</summary>
internal sealed record Made(long[] Shape, double[] Values, DType DType)
{
    public TensorData Data(string name) => new(name, DType, [.. Shape], Bytes());

    private byte[] Bytes() => DType switch
    {
        DType.F64 => MemoryMarshal.AsBytes<double>(Values).ToArray(),
        DType.F32 => MemoryMarshal.AsBytes<float>(Array.ConvertAll(Values, value => (float)value)).ToArray(),
        DType.F16 => MemoryMarshal.AsBytes<Half>(Array.ConvertAll(Values, value => (Half)value)).ToArray(),
        // Cut off, not rounded: the tests choose values that BF16 holds.
        DType.BF16 => MemoryMarshal.AsBytes<ushort>(
            Array.ConvertAll(Values, value => (ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16))).ToArray(),
        DType.I64 => MemoryMarshal.AsBytes<long>(Array.ConvertAll(Values, value => (long)value)).ToArray(),
        _ => throw new ArgumentOutOfRangeException(nameof(DType), DType, "not made here"),
    };
}

/// <summary>A small random RoBERTa in Hugging Face's layout in a folder of its own: the classifier, or the masked language model.</summary>
internal sealed class MadeCheckpoint : IDisposable
{
    private readonly Random random = new(7);

    private MadeCheckpoint(Sizes sizes, string architecture)
    {
        Sizes = sizes;
        Config = new JsonObject
        {
            ["architectures"] = new JsonArray(architecture),
            ["model_type"] = "roberta",
            ["hidden_act"] = "gelu",
            ["hidden_size"] = sizes.Hidden,
            ["num_hidden_layers"] = sizes.Layers,
            ["num_attention_heads"] = sizes.Heads,
            ["intermediate_size"] = sizes.Inner,
            ["vocab_size"] = sizes.Vocabulary,
            ["max_position_embeddings"] = sizes.Positions,
            ["type_vocab_size"] = sizes.Types,
            ["layer_norm_eps"] = sizes.Epsilon,
            ["pad_token_id"] = 1,
        };
        AddEncoder();
    }

    public Sizes Sizes { get; }

    public JsonObject Config { get; }

    public Dictionary<string, Made> Tensors { get; } = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("made-model-").FullName;

    public string this[string name] => Path.Combine(Folder, name);

    public static MadeCheckpoint Classifier(Sizes? sizes = null)
    {
        var made = new MadeCheckpoint(sizes ?? new(), "RobertaForSequenceClassification");
        made.AddLinear("classifier.dense", made.Sizes.Hidden, made.Sizes.Hidden);
        made.AddLinear("classifier.out_proj", made.Sizes.Classes, made.Sizes.Hidden);
        return made;
    }

    public static MadeCheckpoint LanguageModel(Sizes? sizes = null)
    {
        var made = new MadeCheckpoint(sizes ?? new(), "RobertaForMaskedLM");
        made.AddLinear("lm_head.dense", made.Sizes.Hidden, made.Sizes.Hidden);
        made.AddNorm("lm_head.layer_norm");
        made.Add("lm_head.bias", made.Sizes.Vocabulary);
        return made;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Random values that every number type holds exactly.</summary>
    public Made Random(params long[] shape)
    {
        var values = new double[shape.Aggregate(1L, (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++) values[i] = (random.Next(129) - 64) / 128.0;
        return new(shape, values, Sizes.DType);
    }

    public void Add(string name, params long[] shape) => Tensors[name] = Random(shape);

    public void Fill(string name, Func<int, double> value) =>
        Tensors[name] = Tensors[name] with { Values = [.. Tensors[name].Values.Select((_, i) => value(i))] };

    /// <summary>Takes the encoder away and leaves a file with the head alone.</summary>
    public void KeepHeadOnly()
    {
        foreach (string name in Tensors.Keys.Where(name => name.StartsWith("roberta.")).ToArray()) Tensors.Remove(name);
    }

    /// <summary>Writes both files; returns the folder.</summary>
    public string Write()
    {
        WriteConfig();
        SafetensorsWriter.Write(this["model.safetensors"], Tensors.Select(pair => pair.Value.Data(pair.Key)));
        return Folder;
    }

    public string WriteConfig()
    {
        File.WriteAllText(this["config.json"], Config.ToJsonString());
        return Folder;
    }

    /// <summary>Writes the weights in two files with an index.</summary>
    public string WriteShards()
    {
        WriteConfig();
        var map = new JsonObject();
        string[] names = [.. Tensors.Keys];
        for (int shard = 0; shard < 2; shard++)
        {
            string file = $"model-0000{shard + 1}-of-00002.safetensors";
            string[] part = [.. names.Where((_, i) => i % 2 == shard)];
            SafetensorsWriter.Write(this[file], part.Select(name => Tensors[name].Data(name)));
            foreach (string name in part) map[name] = file;
        }
        File.WriteAllText(this["model.safetensors.index.json"], new JsonObject { ["weight_map"] = map }.ToJsonString());
        return Folder;
    }

    private void AddEncoder()
    {
        Add("roberta.embeddings.word_embeddings.weight", Sizes.Vocabulary, Sizes.Hidden);
        Add("roberta.embeddings.position_embeddings.weight", Sizes.Positions, Sizes.Hidden);
        Add("roberta.embeddings.token_type_embeddings.weight", Sizes.Types, Sizes.Hidden);
        AddNorm("roberta.embeddings.LayerNorm");
        for (int l = 0; l < Sizes.Layers; l++)
        {
            string layer = $"roberta.encoder.layer.{l}.";
            foreach (string part in (string[])["query", "key", "value"])
                AddLinear($"{layer}attention.self.{part}", Sizes.Hidden, Sizes.Hidden);
            AddLinear(layer + "attention.output.dense", Sizes.Hidden, Sizes.Hidden);
            AddNorm(layer + "attention.output.LayerNorm");
            AddLinear(layer + "intermediate.dense", Sizes.Inner, Sizes.Hidden);
            AddLinear(layer + "output.dense", Sizes.Hidden, Sizes.Inner);
            AddNorm(layer + "output.LayerNorm");
        }
    }

    private void AddLinear(string name, int outputs, int inputs)
    {
        Add(name + ".weight", outputs, inputs);
        Add(name + ".bias", outputs);
    }

    private void AddNorm(string name)
    {
        Add(name + ".weight", Sizes.Hidden);
        Add(name + ".bias", Sizes.Hidden);
    }
}

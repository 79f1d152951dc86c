using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>What <c>config.json</c> says of a model, with the reference implementation's defaults for what it leaves out.</summary>
public sealed record ModelConfig
{
    private const int MostLayers = 1024;

    /// <summary>The file it was read from.</summary>
    public required string Source { get; init; }
    /// <summary>Family, such as <c>roberta</c>.</summary>
    public required string ModelType { get; init; }
    /// <summary>Classes of the reference implementation that fit the checkpoint.</summary>
    public IReadOnlyList<string> Architectures { get; init; } = [];
    /// <summary>K, width of the hidden state.</summary>
    public required int Hidden { get; init; }
    /// <summary>L, number of blocks.</summary>
    public required int Layers { get; init; }
    /// <summary>H, number of attention heads.</summary>
    public required int Heads { get; init; }
    /// <summary>Width between the two products of the feed-forward part.</summary>
    public required int Intermediate { get; init; }
    /// <summary>V, number of vocabulary entries.</summary>
    public required int Vocabulary { get; init; }
    /// <summary>Rows of the position table.</summary>
    public required int Positions { get; init; }
    /// <summary>Rows of the token type table.</summary>
    public int Types { get; init; } = 2;
    /// <summary>ε of every layer normalisation.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;
    /// <summary>Padding id; positions are counted from it.</summary>
    public int PadId { get; init; } = 1;
    /// <summary>Id of <c>&lt;s&gt;</c>.</summary>
    public int BeginId { get; init; }
    /// <summary>Id of <c>&lt;/s&gt;</c>.</summary>
    public int EndId { get; init; } = 2;
    /// <summary>Whether the language-model head's decoder is the word embeddings.</summary>
    public bool TiesDecoder { get; init; } = true;
    /// <summary>Class names in order; null if the file has none.</summary>
    public IReadOnlyList<string>? Labels { get; init; }
    /// <summary>What <c>problem_type</c> says that outputs are; null if it is left out.</summary>
    public string? ProblemType { get; init; }
    /// <summary><c>num_labels</c>, where the file has it.</summary>
    public int? LabelCount { get; init; }
    /// <summary><c>label2id</c>: names and their indices, in the order of the file.</summary>
    public IReadOnlyList<(string Name, int Index)> LabelIndices { get; init; } = [];
    /// <summary>Number type of the stored weights, as the file has it.</summary>
    public string? StoredType { get; init; }
    /// <summary>Fields of the file that neither this library nor the reference implementation knows; they are not read.</summary>
    public IReadOnlyList<string> UnknownFields { get; init; } = [];

    /// <summary>Outputs of a classifier; null where the file leaves it to the weights.</summary>
    public int? OutputCount => Labels?.Count ?? LabelCount;

    /// <summary>Tokens that fit, &lt;s&gt; and &lt;/s&gt; included.</summary>
    public int MaxTokens => Positions - PadId - 1;

    /// <summary>Reads <c>config.json</c> in <paramref name="folder"/>.</summary>
    /// <exception cref="InputException">The file is missing, damaged, or its values make no model.</exception>
    public static ModelConfig Load(string folder)
    {
        string path = Path.Combine(folder, "config.json");
        if (!File.Exists(path)) throw new InputException(FolderDiagnosis.WithoutConfig(folder));
        return ConfigReader.Read(path, Of);
    }

    /// <summary>What a file says, which must make a model.</summary>
    internal static ModelConfig Of(ConfigReader reader)
    {
        ConfigFields.Check(reader);
        var config = Read(reader);
        config.Check(reader);
        return config;
    }

    private static ModelConfig Read(ConfigReader json) => new()
    {
        Source = json.Path,
        ModelType = json.Text("model_type") ?? "roberta",
        Architectures = json.Texts("architectures"),
        Hidden = json.Required("hidden_size"),
        Layers = json.Required("num_hidden_layers"),
        Heads = json.Required("num_attention_heads"),
        Intermediate = json.Required("intermediate_size"),
        Vocabulary = json.Required("vocab_size"),
        Positions = json.Required("max_position_embeddings"),
        Types = json.Integer("type_vocab_size") ?? 2,
        LayerNormEpsilon = json.Number("layer_norm_eps") ?? 1e-12,
        PadId = json.Integer("pad_token_id") ?? 1,
        BeginId = json.Integer("bos_token_id") ?? 0,
        EndId = json.Integer("eos_token_id") ?? 2,
        TiesDecoder = json.Flag("tie_word_embeddings") ?? true,
        Labels = json.Labels(),
        ProblemType = json.Text("problem_type"),
        LabelCount = json.Integer("num_labels"),
        LabelIndices = json.LabelIndices(),
        StoredType = json.Text("torch_dtype") ?? json.Text("dtype"),
        UnknownFields = ConfigFields.Unknown(json),
    };

    private void Check(ConfigReader json)
    {
        json.Only("model_type", ModelType, "roberta", "xlm-roberta", "camembert");
        if (ProblemType is { } type)
            json.Only("problem_type", type, "single_label_classification", "multi_label_classification", "regression");
        foreach (var (name, value) in new[]
        {
            ("hidden_size", Hidden), ("num_hidden_layers", Layers), ("num_attention_heads", Heads),
            ("intermediate_size", Intermediate), ("vocab_size", Vocabulary), ("type_vocab_size", Types),
            ("max_position_embeddings", Positions),
        })
            Demand(value > 0, $"{name} is {value}, expected 1 or more");
        Demand(Layers <= MostLayers, $"num_hidden_layers is {Layers}, expected at most {MostLayers}");
        foreach (var (name, rows) in new[]
        {
            ("vocab_size", Vocabulary), ("intermediate_size", Intermediate), ("max_position_embeddings", Positions),
            ("type_vocab_size", Types), ("hidden_size", Hidden),
        })
            Demand((long)rows * Hidden <= int.MaxValue, $"{name} {rows} times hidden_size {Hidden} is more than one tensor can hold");
        Demand(Hidden % Heads == 0, $"num_attention_heads {Heads} does not divide hidden_size {Hidden}");
        Demand(PadId >= 0 && PadId < Vocabulary, $"pad_token_id is {PadId}, expected 0 to {Vocabulary - 1} (vocab_size {Vocabulary})");
        Demand(MaxTokens >= 3, $"max_position_embeddings is {Positions}, expected at least {PadId + 4}: pad_token_id + 1 and three tokens");
        Demand(LayerNormEpsilon is > 0 and < 1, $"layer_norm_eps is {LayerNormEpsilon}, expected a small positive number");
    }

    private void Demand(bool holds, string sentence)
    {
        if (!holds) throw new InputException($"'{Source}': {sentence}.");
    }
}

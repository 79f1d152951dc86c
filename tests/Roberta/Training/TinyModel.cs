using System.Text.Json.Nodes;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;
using PureSaliency.Tests.Roberta.Text;

namespace PureSaliency.Tests.Roberta.Training;

/// <summary>A folder with a small tokenizer and a new language model for it: two blocks of width 16, or a standard size.</summary>
internal sealed class TinyModel : IDisposable
{
    private readonly TokenizerFolder files = TokenizerFolder.Small();

    public TinyModel(string? size = null)
    {
        Tokenizer = files.Load();
        var config = StandardConfig.Read(size ?? "tiny", Tokenizer.VocabularySize);
        if (size is null) Shrink(config);
        ModelFiles.WriteConfig(Folder, config);
        Config = ModelConfig.Load(Folder);
        using var host = new CpuDevice<float>(1);
        ModelFiles.WriteTensors(this["model.safetensors"], host, InitialWeights.LanguageModel(Config, 1));
    }

    public Tokenizer Tokenizer { get; }

    public ModelConfig Config { get; }

    public string Folder => files.Path;

    public string this[string name] => files[name];

    public MaskedLanguageModel<float> Load() => MaskedLanguageModel<float>.Load(Folder, withEncoder: true, trainable: true);

    /// <summary>Tokens that are no marks.</summary>
    public int[] Text(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(4, Tokenizer.MaskId!.Value))];
    }

    /// <summary>A text between its marks.</summary>
    public int[] Sequence(int seed, int count) => [Tokenizer.BeginId, .. Text(seed, count), Tokenizer.EndId];

    public void Dispose() => files.Dispose();

    private static void Shrink(JsonObject config)
    {
        (config["hidden_size"], config["intermediate_size"], config["max_position_embeddings"]) = (16, 32, 40);
    }
}

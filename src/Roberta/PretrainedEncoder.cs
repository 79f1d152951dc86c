using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Roberta.Families;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>The encoder of a language model, or a bare one (RobertaModel): what a classifier is fine-tuned from.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class PretrainedEncoder<T> : IDisposable where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Checkpoint checkpoint;

    private PretrainedEncoder(ModelConfig config, Checkpoint checkpoint, string path)
    {
        this.checkpoint = checkpoint;
        Config = config;
        HeadDemand.Encoder(config, checkpoint, path);
        var reader = new WeightReader<T>(checkpoint, path, trainable: false);
        _ = EncoderWeights<T>.Read(reader, config);
        reader.Ignore(name => RobertaNames.KnownUnused(name) || RobertaNames.IsClassifier(name) || RobertaNames.IsLanguageModel(name));
        reader.Finish(config);
        Parameters = reader.Parameters;
    }

    /// <summary>Sizes.</summary>
    public ModelConfig Config { get; }

    /// <summary>The encoder's weights under the checkpoint's names.</summary>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Loads <c>config.json</c> and the encoder's weights of a folder.</summary>
    /// <exception cref="InputException">It is a classifier's, or something does not fit.</exception>
    public static PretrainedEncoder<T> Load(string folder)
    {
        var config = ModelConfig.Load(folder);
        var checkpoint = Checkpoint.Open(folder);
        try
        {
            return new(config, checkpoint, folder);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>Lets the files go.</summary>
    public void Dispose() => checkpoint.Dispose();
}

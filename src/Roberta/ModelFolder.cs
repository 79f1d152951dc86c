using System.Numerics;
using PureSaliency.Roberta.Text;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>
/// A model's folder in Hugging Face's layout: what every command opens, so that all of them check the same. Configuration first;
/// weights and tokenizer when they are asked for.
/// </summary>
public sealed class ModelFolder
{
    private static readonly string[] TokenizerFiles = ["vocab.json", "merges.txt", "tokenizer.json"];

    private ModelFolder(string path, ModelConfig config) => (Location, Config) = (path, config);

    /// <summary>The path it was opened with.</summary>
    public string Location { get; }

    /// <summary>What its <c>config.json</c> says.</summary>
    public ModelConfig Config { get; }

    /// <summary>Whether there is any of a tokenizer's files.</summary>
    public bool HasTokenizer => TokenizerFiles.Any(name => File.Exists(Path.Combine(Location, name)));

    /// <summary>Whether it holds what a training run leaves to be resumed.</summary>
    public bool HasRun => Directory.Exists(Path.Combine(Location, RunNames.Training));

    /// <summary>Opens a folder and reads its configuration.</summary>
    /// <param name="folder">A path; <see cref="ModelFolders.Find"/> makes one of a short name.</param>
    /// <exception cref="InputException">It is no model's folder, or its configuration cannot be used.</exception>
    public static ModelFolder Open(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new(folder, ModelConfig.Load(folder));
    }

    /// <summary>What stands on the encoder, as the weights tell, or config.json where they do not.</summary>
    /// <exception cref="InputException">The weights are missing or damaged.</exception>
    public HeadKind ReadHead()
    {
        using var checkpoint = Checkpoint.Open(Location);
        return HeadOf(checkpoint);
    }

    internal HeadKind HeadOf(Checkpoint checkpoint)
    {
        var kind = HeadKinds.Of(checkpoint);
        return kind != HeadKind.Unknown ? kind : Config.Architectures.Select(HeadKinds.OfArchitecture).FirstOrDefault();
    }

    /// <summary>What its <c>puresaliency.json</c> says.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    public ModelSettings LoadSettings() => ModelSettings.Load(Location);

    /// <summary>Makes sure that what lies in it is a training run that can be resumed.</summary>
    /// <exception cref="InputException">It is none, or was changed since.</exception>
    public void CheckRun() => new RunOwnership(Location).Check();

    /// <summary>The tokenizer, which must be the model's.</summary>
    /// <exception cref="InputException">It is missing, damaged, or another model's.</exception>
    public Tokenizer LoadTokenizer()
    {
        var tokenizer = Tokenizer.Load(Location);
        tokenizer.CheckFits(Config);
        return tokenizer;
    }

    /// <summary>The classifier.</summary>
    /// <param name="trainable">Whether the weights may change.</param>
    /// <exception cref="InputException">It is none, or something does not fit.</exception>
    public SequenceClassifier<T> LoadClassifier<T>(bool trainable = false) where T : unmanaged, IFloatingPointIeee754<T> =>
        SequenceClassifier<T>.Load(Location, trainable);

    /// <summary>The language model.</summary>
    /// <param name="withEncoder">Whether to load the encoder too, which must be there then.</param>
    /// <exception cref="InputException">It is none, or something does not fit.</exception>
    public MaskedLanguageModel<T> LoadLanguageModel<T>(bool withEncoder = false) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var model = MaskedLanguageModel<T>.Load(Location, withEncoder);
        if (!withEncoder || model.Encoder is not null) return model;
        model.Dispose();
        throw new InputException($"'{Location}' has a language-model head alone; its encoder is needed.");
    }

    /// <summary>The encoder alone, whether a language model's head stands on it or none.</summary>
    /// <exception cref="InputException">It is a classifier's, or something does not fit.</exception>
    public PretrainedEncoder<T> LoadEncoder<T>() where T : unmanaged, IFloatingPointIeee754<T> => PretrainedEncoder<T>.Load(Location);
}

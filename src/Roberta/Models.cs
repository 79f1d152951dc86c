using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Roberta.Families;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>RobertaForSequenceClassification: an encoder and a classifier head.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class SequenceClassifier<T> : IDisposable where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Checkpoint checkpoint;

    private SequenceClassifier(ModelConfig config, Checkpoint checkpoint, string path, bool trainable)
    {
        this.checkpoint = checkpoint;
        Config = config;
        HeadDemand.Classifier(config, checkpoint, path);
        var reader = new WeightReader<T>(checkpoint, path, trainable);
        Encoder = new(config, EncoderWeights<T>.Read(reader, config));
        OutputRules.Check(config);
        OutputRules.CheckHead(config, reader.ShapeOf(RobertaNames.OutProj + ".weight"), RobertaNames.OutProj + ".weight");
        Labels = LabelsOf(config, reader);
        Outputs = OutputKinds.Of(config.ProblemType, Labels.Count);
        Head = ClassifierHead<T>.Read(reader, config, Labels.Count);
        reader.Ignore(name => RobertaNames.KnownUnused(name) || RobertaNames.IsLanguageModel(name));
        reader.Finish(config);
        Parameters = reader.Parameters;
    }

    /// <summary>Sizes.</summary>
    public ModelConfig Config { get; }

    /// <summary>Embeddings and blocks.</summary>
    public Encoder<T> Encoder { get; }

    /// <summary>The classifier.</summary>
    public ClassifierHead<T> Head { get; }

    /// <summary>Class names in order; <c>LABEL_0</c>, … where the configuration has none.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>What the outputs mean.</summary>
    public OutputKind Outputs { get; }

    /// <summary>All weights under the checkpoint's names.</summary>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>The weights part by part from the output down: the head, block L, … block 1, the embeddings.</summary>
    public IReadOnlyList<(string Part, IReadOnlyList<Parameter<T>> Weights)> FromTheTop =>
    [
        ("head", [.. Parameters.Where(weight => RobertaNames.IsClassifier(weight.Name))]),
        .. Enumerable.Range(0, Config.Layers).Reverse().Select(block => ($"block {block + 1}", StartingWith(RobertaNames.Layer(block) + "."))),
        ("embeddings", StartingWith(RobertaNames.Embeddings + ".")),
    ];

    /// <summary>The files the weights came from.</summary>
    public IReadOnlyList<string> Files => checkpoint.Files;

    /// <summary>Loads <c>config.json</c> and the weights of a folder.</summary>
    /// <param name="folder">A folder in Hugging Face's layout.</param>
    /// <param name="trainable">Whether the weights may change; they are copied then and never kept in other forms.</param>
    /// <exception cref="InputException">Something does not fit; the message says all that does not.</exception>
    public static SequenceClassifier<T> Load(string folder, bool trainable = false)
    {
        var config = ModelConfig.Load(folder);
        var checkpoint = Checkpoint.Open(folder);
        try
        {
            return new(config, checkpoint, folder, trainable);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>From a batch to its logits (B, C).</summary>
    /// <param name="tape">Where the pass is recorded.</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="kept">What stays on the tape; the logits do not depend on it.</param>
    public ForwardPass Forward(Tape<T> tape, Batch batch, Kept kept = default)
    {
        var states = Encoder.Run(tape, batch, kept);
        return new(states, Head.Logits(tape, states.Last, states.HeadRows));
    }

    /// <summary>The same from layer 0 on, with something put in between.</summary>
    internal ForwardPass Forward(Tape<T> tape, Batch batch, Kept kept, IInsertions<T> insertions)
    {
        var states = Encoder.Run(tape, batch, kept, insertions);
        return new(states, Head.Logits(tape, states.Last, states.HeadRows, insertions));
    }

    /// <summary>From the hidden state of layer <c>kept.From</c> to the logits (B, C).</summary>
    /// <param name="tape">Where the pass is recorded.</param>
    /// <param name="layout">The sequences.</param>
    /// <param name="hidden">Their rows (N, K) on that tape.</param>
    /// <param name="kept">What stays on the tape.</param>
    public ForwardPass ForwardFrom(Tape<T> tape, AttentionLayout layout, Var hidden, Kept kept)
    {
        var states = Encoder.RunFrom(tape, layout, hidden, kept);
        return new(states, Head.Logits(tape, states.Last, states.HeadRows));
    }

    /// <summary>Lets the files go. Weights that lie in a mapped file cannot be used afterwards.</summary>
    public void Dispose() => checkpoint.Dispose();

    private IReadOnlyList<Parameter<T>> StartingWith(string name) =>
        [.. Parameters.Where(weight => weight.Name.StartsWith(name, StringComparison.Ordinal))];

    private static IReadOnlyList<string> LabelsOf(ModelConfig config, WeightReader<T> reader)
    {
        if (config.Labels is { } labels) return labels;
        var shape = reader.ShapeOf(RobertaNames.OutProj + ".weight");
        int classes = shape is [> 0 and < int.MaxValue, var width] && width == config.Hidden ? (int)shape[0] : 2;
        return [.. Enumerable.Range(0, classes).Select(i => $"LABEL_{i}")];
    }
}

/// <summary>RobertaForMaskedLM: the language-model head, and its encoder where the file has one.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class MaskedLanguageModel<T> : IDisposable where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Checkpoint checkpoint;

    private MaskedLanguageModel(ModelConfig config, Checkpoint checkpoint, string path, bool withEncoder, bool trainable)
    {
        this.checkpoint = checkpoint;
        Config = config;
        HeadDemand.LanguageModel(config, checkpoint, path);
        var reader = new WeightReader<T>(checkpoint, path, trainable);
        bool encoder = withEncoder && reader.Has(RobertaNames.Layer(0) + ".output.dense.weight");
        if (encoder) Encoder = new(config, EncoderWeights<T>.Read(reader, config));
        Head = LmHead<T>.Read(reader, config, Encoder?.Weights.Word);
        reader.Ignore(name => RobertaNames.KnownUnused(name) || RobertaNames.IsClassifier(name));
        if (!encoder) reader.Ignore(name => name.StartsWith("roberta.", StringComparison.Ordinal));
        reader.Finish(config);
        Parameters = reader.Parameters;
    }

    /// <summary>Sizes.</summary>
    public ModelConfig Config { get; }

    /// <summary>Its own embeddings and blocks; null if only the head was loaded.</summary>
    public Encoder<T>? Encoder { get; }

    /// <summary>The head.</summary>
    public LmHead<T> Head { get; }

    /// <summary>All loaded weights under the checkpoint's names.</summary>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>The files the weights came from.</summary>
    public IReadOnlyList<string> Files => checkpoint.Files;

    /// <summary>Loads the head, and the encoder if asked for and there.</summary>
    /// <param name="path">A folder in Hugging Face's layout, or a safetensors file.</param>
    /// <param name="withEncoder">Whether to load the encoder too.</param>
    /// <param name="trainable">Whether the weights may change.</param>
    /// <param name="classifier">Sizes for a file that has no config.json beside it.</param>
    /// <exception cref="InputException">Something does not fit; the message says all that does not.</exception>
    public static MaskedLanguageModel<T> Load(
        string path, bool withEncoder = false, bool trainable = false, ModelConfig? classifier = null)
    {
        string folder = File.Exists(path) ? Path.GetDirectoryName(Path.GetFullPath(path))! : path;
        bool alone = File.Exists(path) && !File.Exists(Path.Combine(folder, "config.json"));
        var config = alone && classifier is not null ? classifier : ModelConfig.Load(folder);
        var checkpoint = Checkpoint.Open(path);
        try
        {
            return new(config, checkpoint, path, withEncoder, trainable);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>From a batch to a logit for each vocabulary entry, (N, V), or for some rows of h_L only.</summary>
    /// <param name="tape">Where the pass is recorded.</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="kept">What stays on the tape.</param>
    /// <param name="rows">The rows asked about; all if null.</param>
    /// <exception cref="InvalidOperationException">Only the head was loaded.</exception>
    public ForwardPass Forward(Tape<T> tape, Batch batch, Kept kept = default, int[]? rows = null)
    {
        if (Encoder is null) throw new InvalidOperationException("The language model was loaded without its encoder.");
        var states = Encoder.Run(tape, batch, kept);
        return new(states, Head.Logits(tape, rows is null ? states.Last : tape.Apply(new Gather<T>(rows), states.Last)));
    }

    /// <summary>Lets the files go.</summary>
    public void Dispose() => checkpoint.Dispose();
}

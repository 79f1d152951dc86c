using System.Globalization;
using System.Text.Json.Nodes;
using PureSaliency.Autograd.Training;
using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>What both ways of training are told.</summary>
/// <param name="Output">The folder of the new model.</param>
public sealed record TrainingOptions(string Output)
{
    /// <summary>Number of updates.</summary>
    public int Updates { get; init; } = 10_000;

    /// <summary>Updates until the highest rate is reached.</summary>
    public int Warmup { get; init; } = 500;

    /// <summary>The highest rate.</summary>
    public double Rate { get; init; } = 1e-3;

    /// <summary>Decay of matrices.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Largest norm of all gradients together; none if null.</summary>
    public double? Clip { get; init; } = 1;

    /// <summary>How batches are made.</summary>
    public BatchOptions Batches { get; init; } = new(16);

    /// <summary>When to measure, save and stop.</summary>
    public RunOptions Run { get; init; } = new(1_000, 500);

    /// <summary>What computes.</summary>
    public DeviceChoice Device { get; init; } = new();

    /// <summary>Number type of the written weights.</summary>
    public DType StoredType { get; init; } = DType.F16;

    /// <summary>Whether to go on with what lies in <see cref="Output"/>.</summary>
    public bool Resume { get; init; }

    internal TrainerOptions Trainer => new(new LinearSchedule(Rate, Math.Min(Warmup, Updates), Updates), null, WeightDecay, Clip);

    /// <summary>What the result depends on, by name.</summary>
    internal Dictionary<string, string> Settings() => new()
    {
        ["updates"] = Text(Updates),
        ["warmup"] = Text(Warmup),
        ["rate"] = Text(Rate),
        ["weight-decay"] = Text(WeightDecay),
        ["clip"] = Clip is { } clip ? Text(clip) : "none",
        ["batch"] = Text(Batches.Size),
        ["parts"] = Text(Batches.Parts),
        ["seed"] = Text(Batches.Seed),
        ["dropout"] = Text(Batches.HiddenDropout),
        ["attention-dropout"] = Text(Batches.AttentionDropout),
        ["evaluate-every"] = Text(Run.EvaluateEvery),
        ["patience"] = Run.Patience is { } patience ? Text(patience) : "none",
    };

    internal static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}

/// <summary>What is pre-trained on what.</summary>
/// <param name="Config">The new model's <c>config.json</c>.</param>
/// <param name="Tokenizer">Folder of its tokenizer.</param>
/// <param name="Length">Tokens of a block.</param>
/// <param name="HeldOut">Share of documents that are kept for measuring.</param>
/// <param name="Evaluated">Most blocks of an evaluation during the run; the last one takes all.</param>
public sealed record PretrainingOptions(JsonObject Config, string Tokenizer, int Length = 128, double HeldOut = 0.01, int Evaluated = 200);

/// <summary>What came out of a training run.</summary>
/// <param name="State">Where it ended.</param>
/// <param name="Final">The result's evaluation.</param>
/// <param name="Facts">More about data and run, for the model's card.</param>
public sealed record TrainingOutcome(TrainingState State, Evaluation Final, IReadOnlyDictionary<string, string> Facts);

/// <summary>Pre-trains a masked language model from nothing.</summary>
public static class Pretraining
{
    /// <summary>Trains, or goes on training, and writes the model's folder.</summary>
    /// <param name="documents">The text; not read where a run is resumed, which has kept the tokens.</param>
    /// <param name="options">How to train.</param>
    /// <param name="model">What to train.</param>
    /// <param name="observer">Is told of the course.</param>
    /// <param name="cancellation">Saves and stops.</param>
    /// <exception cref="InputException">Something of the input does not fit.</exception>
    /// <exception cref="NotFiniteException">Training broke down; checkpoints are as they were.</exception>
    public static TrainingOutcome Run(
        IEnumerable<string> documents, TrainingOptions options, PretrainingOptions model, ITrainingObserver observer,
        CancellationToken cancellation = default)
    {
        using var device = options.Device.Open<float>();
        var place = TrainingPlace.Prepare(options);
        var (tokens, begun) = place.Begin(() => Begin(place, documents, options, model, cancellation));
        using var task = begun;
        var settings = options.Settings();
        (settings["length"], settings["held-out"]) = (TrainingOptions.Text(model.Length), TrainingOptions.Text(model.HeldOut));
        settings["text"] = tokens.Fingerprint;
        Evaluation? final = null;
        var run = new TrainingRun(task, device, options.Trainer, options.Run, place.Folder, observer);
        var state = run.Run(settings, options.Resume, _ =>
        {
            final = task.EvaluateAll(device, cancellation);
            place.WriteModel(device, task.Parameters, ModelFiles.ReadConfig(Path.Combine(place.StartFolder, "config.json")), options.StoredType, model.Tokenizer);
        }, cancellation);
        return new(state, final!, new Dictionary<string, string>
        {
            ["documents"] = TrainingOptions.Text(tokens.Documents),
            ["tokens to learn from"] = TrainingOptions.Text(tokens.Train.Length),
            ["tokens held out"] = TrainingOptions.Text(tokens.HeldOut.Length),
        });
    }

    private static (TokenFile Tokens, MaskedLanguageTask Task) Begin(
        TrainingPlace place, IEnumerable<string> documents, TrainingOptions options, PretrainingOptions model, CancellationToken cancellation)
    {
        var tokenizer = Tokenizer.Load(model.Tokenizer);
        tokenizer.MaskIdFor("Pre-training"); // before anything is written
        var tokens = TokenFile.LoadOrMake(place.Tokens, documents, tokenizer, model.HeldOut, options.Batches.Seed, cancellation);
        var text = new PackedText(tokens.Train, tokenizer, model.Length, options.Batches.KeyOf("text"));
        var heldOut = tokens.HeldOut.Length >= 2 * model.Length ? new PackedText(tokens.HeldOut, tokenizer, model.Length, 1) : null;
        place.Start(model.Config, folder =>
        {
            var config = ModelConfig.Load(folder);
            if (model.Length > config.MaxTokens)
                throw new InputException(
                    $"--length is {model.Length}, expected at most {config.MaxTokens}, the tokens for which the model has positions.");
            using var host = new CpuDevice<float>(1);
            ModelFiles.WriteTensors(
                Path.Combine(folder, "model.safetensors"), host, InitialWeights.LanguageModel(config, options.Batches.Seed));
        });
        var start = MaskedLanguageModel<float>.Load(place.StartFolder, withEncoder: true, trainable: true);
        return (tokens, new(start, tokenizer, text, heldOut, options.Batches, model.Evaluated));
    }
}

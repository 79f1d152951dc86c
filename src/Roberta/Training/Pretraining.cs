using System.Text.Json.Nodes;
using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>What is pre-trained on what.</summary>
/// <param name="Config">The new model's <c>config.json</c>.</param>
/// <param name="Tokenizer">Folder of its tokenizer.</param>
/// <param name="Length">Tokens of a block.</param>
/// <param name="HeldOut">Share of documents that are kept for evaluation.</param>
/// <param name="Evaluated">Most blocks of an evaluation during the run; the last one takes all.</param>
public sealed record PretrainingOptions(JsonObject Config, string Tokenizer, int Length = 128, double HeldOut = 0.01, int Evaluated = 200)
{
    /// <summary>Files of the text, which a resumed run holds against those that it began with; none are compared if empty.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>What of the files is read, such as a column.</summary>
    public string Column { get; init; } = "";
}

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
        using var runFolder = RunFolder.Prepare(options, "language model", [model.Tokenizer, .. options.Read]);
        bool kept = runFolder.Begin(() => KeepsText(runFolder, model));
        var (tokens, begun) = runFolder.Begin(() => Begin(runFolder, documents, options, model, cancellation));
        using var task = begun;
        var settings = options.Settings();
        (settings["length"], settings["held-out"]) = (TrainingOptions.Text(model.Length), TrainingOptions.Text(model.HeldOut));
        settings["text"] = tokens.Fingerprint;
        Evaluation? final = null;
        var run = new TrainingRun(task, device, options.Trainer, options.Run, runFolder.Checkpoints, observer,
            [.. runFolder.Notes, .. kept ? (string[])["The text is not read again, as the run has kept its tokens."] : [], .. options.NotesOnRate]);
        var state = run.Run(settings, options.Resume, _ =>
        {
            final = task.EvaluateAll(device, cancellation);
            var config = ModelFiles.ReadConfig(Path.Combine(runFolder.StartFolder, "config.json"));
            runFolder.WriteModel(device, task.Parameters, config, options.StoredType, model.Tokenizer);
        }, cancellation);
        var outcome = new TrainingOutcome(state, final!, new Dictionary<string, string>
        {
            ["documents"] = TrainingOptions.Text(tokens.Documents),
            ["tokens to learn from"] = TrainingOptions.Text(tokens.Train.Length),
            ["tokens held out"] = TrainingOptions.Text(tokens.HeldOut.Length),
        });
        observer.Finished(outcome, runFolder);
        return outcome;
    }

    // Whether the run goes on with tokens of a text that cannot be held against the one given.
    private static bool KeepsText(RunFolder runFolder, PretrainingOptions model)
    {
        string? hash = RunInputs.Hash(model.Texts, model.Column);
        if (File.Exists(runFolder.Tokens)) return !runFolder.KnowsText(hash);
        runFolder.NoteText(hash);
        return false;
    }

    private static (TokenFile Tokens, MaskedLanguageTask Task) Begin(
        RunFolder runFolder, IEnumerable<string> documents, TrainingOptions options, PretrainingOptions model,
        CancellationToken cancellation)
    {
        var tokenizer = Tokenizer.Load(model.Tokenizer);
        tokenizer.MaskIdFor("Pre-training"); // before anything is written
        var tokens = TokenFile.LoadOrMake(runFolder.Tokens, documents, tokenizer, model.HeldOut, options.Batches.Seed, cancellation);
        var text = new PackedText(tokens.Train, tokenizer, model.Length, options.Batches.KeyOf("text"));
        var heldOut = tokens.HeldOut.Length >= 2 * model.Length ? new PackedText(tokens.HeldOut, tokenizer, model.Length, 1) : null;
        runFolder.Start(model.Config, folder =>
        {
            var config = ModelConfig.Load(folder);
            if (model.Length > config.MaxTokens)
                throw new InputException(
                    $"A block has {model.Length} tokens, expected at most {config.MaxTokens}, for which the model has positions.");
            using var host = new CpuDevice<float>(1);
            ModelFiles.WriteTensors(
                Path.Combine(folder, "model.safetensors"), host, InitialWeights.LanguageModel(config, options.Batches.Seed));
        });
        var start = MaskedLanguageModel<float>.Load(runFolder.StartFolder, withEncoder: true, trainable: true);
        return (tokens, new(start, tokenizer, text, heldOut, options.Batches, model.Evaluated));
    }
}

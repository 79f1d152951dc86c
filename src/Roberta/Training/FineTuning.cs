using System.Globalization;
using System.Text.Json.Nodes;
using PureSaliency.Roberta.Families;
using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>What is fine-tuned on what.</summary>
/// <param name="Model">Folder of the pre-trained model.</param>
/// <param name="Texts">What it learns from.</param>
/// <param name="Development">What it is evaluated on; null takes a tenth of the texts.</param>
public sealed record FineTuningOptions(string Model, IReadOnlyList<LabelledText> Texts, IReadOnlyList<LabelledText>? Development)
{
    /// <summary>
    /// Folder of a classifier that was fine-tuned from the model: its encoder is what training begins with, and the model is what reads its layers.
    /// Null begins with the model itself.
    /// </summary>
    public string? From { get; init; }

    /// <summary>Where the texts come from, for messages.</summary>
    public string Source { get; init; } = "the data";

    /// <summary>Names of the classes: the data's own in the order wanted, or one for each number by size; null takes the labels themselves.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Longest text in tokens; longer ones are cut.</summary>
    public int MaxTokens { get; init; } = 128;

    /// <summary>Passes over the texts.</summary>
    public double Passes { get; init; } = 3;

    /// <summary>Whether the word embeddings stay as they were pre-trained.</summary>
    public bool FreezeWords { get; init; }

    /// <summary>Weight of a loss that keeps the layers readable by the pre-trained language model's head.</summary>
    public double Readable { get; init; }

    /// <summary>What all classes share of the target, so that the classifier does not grow too sure; 0 names one class alone.</summary>
    public double Smoothing { get; init; }
}

/// <summary>Fine-tunes a pre-trained model to name the class of a text.</summary>
public static class FineTuning
{
    private const double RateTimesWidth = 0.05, UsualReadable = 0.2;

    /// <summary>The usual weight of the loss that keeps layers readable; 0 for what has no language-model head that could read them.</summary>
    /// <param name="model">Folder of the pre-trained model.</param>
    /// <exception cref="InputException">It is no model's folder.</exception>
    public static double ReadableFor(string model) => ModelFolder.Open(model).ReadHead() == HeadKind.LanguageModel ? UsualReadable : 0;

    /// <summary>
    /// A rate that suits a width, 0.05 / K to two digits: 3.9e-4 for 128, 6.5e-5 for 768. AdamW moves every weight by about the rate, and a
    /// hidden value is a sum over K of them.
    /// </summary>
    public static double RateFor(ModelConfig config) => double.Parse(
        (RateTimesWidth / config.Hidden).ToString("E1", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Trains, or goes on training, and writes the classifier's folder.</summary>
    /// <param name="options">How to train; its number of updates is taken from the passes over the texts.</param>
    /// <param name="model">What to train.</param>
    /// <param name="observer">Is told of the course.</param>
    /// <param name="cancellation">Saves and stops.</param>
    /// <exception cref="InputException">Something of the input does not fit.</exception>
    /// <exception cref="NotFiniteException">Training broke down; checkpoints are as they were.</exception>
    public static TrainingOutcome Run(
        TrainingOptions options, FineTuningOptions model, ITrainingObserver observer, CancellationToken cancellation = default)
    {
        var data = FineTuningData.Of(model, options.Batches.Seed);
        int perPass = (data.Train.Ids.Count + options.Batches.Size - 1) / options.Batches.Size;
        int updates = Math.Max(1, (int)Math.Round(perPass * model.Passes));
        options = options with
        {
            Updates = updates,
            Run = options.Run with { EvaluateEvery = Math.Min(options.Run.EvaluateEvery, perPass) },
        };
        using var device = options.Device.Open<float>();
        using var language = model.Readable > 0 ? MaskedLanguageModel<float>.Load(model.Model) : null;
        var anchor = language is null ? null : new LanguageAnchor(language.Head, model.Readable);
        using var runFolder = RunFolder.Prepare(options, "classifier", [model.Model, .. model.From is null ? [] : (string[])[model.From], .. options.Read]);
        using var task = runFolder.Begin(() => new ClassificationTask(
            Begin(runFolder, model, data.Labels, options.Batches.Seed), data.Train, data.Development, options.Batches,
            model.FreezeWords ? name => name == RobertaNames.WordEmbeddings : null, anchor, model.Smoothing));
        Evaluation? final = null;
        var run = new TrainingRun(task, device, options.Trainer, options.Run, runFolder.Checkpoints, observer,
            [.. data.Notes, .. runFolder.Notes, .. options.NotesOnRate]);
        var state = run.Run(Settings(options, model, data), options.Resume, _ =>
        {
            final = task.Evaluate(device, cancellation);
            runFolder.WriteModel(device, task.All, ModelFiles.ReadConfig(Path.Combine(runFolder.StartFolder, "config.json")), options.StoredType, model.Model,
                ModelFolder.Open(model.Model).ReadHead() == HeadKind.LanguageModel ? NamingLanguageModel(options.Output, model.Model) : null);
        }, cancellation);
        var outcome = new TrainingOutcome(state, final!, data.Facts);
        observer.Finished(outcome, runFolder);
        return outcome;
    }

    private static SequenceClassifier<float> Begin(RunFolder runFolder, FineTuningOptions model, IReadOnlyList<string> labels, int seed)
    {
        var config = ModelFiles.ReadConfig(Path.Combine(model.Model, "config.json"));
        config["architectures"] = new JsonArray("RobertaForSequenceClassification");
        // What the pre-trained model's file says of a head is not about the new one.
        foreach (string name in (string[])["num_labels", "problem_type"]) config.Remove(name);
        config["id2label"] = new JsonObject(labels.Select((label, i) => KeyValuePair.Create(TrainingOptions.Text(i), (JsonNode?)label)));
        config["label2id"] = new JsonObject(labels.Select((label, i) => KeyValuePair.Create(label, (JsonNode?)i)));
        runFolder.Start(config, folder => Fill(folder, model, labels.Count, seed));
        return SequenceClassifier<float>.Load(runFolder.StartFolder, trainable: true);
    }

    // So that explanations find the head that reads this classifier's layers, wherever it lies.
    private static JsonObject NamingLanguageModel(string output, string language) => new()
    {
        ["languageModel"] = Path.GetRelativePath(Path.GetFullPath(output), Path.GetFullPath(language)).Replace('\\', '/'),
    };

    // The pre-trained encoder with a new head, as a checkpoint.
    private static void Fill(string folder, FineTuningOptions model, int classes, int seed)
    {
        using var encoder = ModelFolder.Open(model.Model).LoadEncoder<float>();
        using var begun = model.From is null ? null : Earlier(model.From, model.Model, encoder.Config);
        using var host = new CpuDevice<float>(1);
        ModelFiles.WriteTensors(Path.Combine(folder, "model.safetensors"), host,
            (begun?.Parameters.Where(parameter => !RobertaNames.IsClassifier(parameter.Name)) ?? encoder.Parameters)
                .Select(parameter => (parameter.Name, parameter.Value))
                .Concat(InitialWeights.ClassifierHead(encoder.Config, classes, seed)));
    }

    private static SequenceClassifier<float> Earlier(string from, string model, ModelConfig config)
    {
        var folder = ModelFolder.Open(from);
        var own = folder.Config;
        if ((own.Layers, own.Hidden, own.Heads, own.Vocabulary, own.Positions) != (config.Layers, config.Hidden, config.Heads, config.Vocabulary, config.Positions))
            throw new InputException($"'{from}' has another size than '{model}': {Size(own)}, expected {Size(config)}, as of a classifier that was fine-tuned from it.");
        // The same rows must mean the same words: the tokenizer is the model's.
        Tokenizer words = ModelFolder.Open(model).LoadTokenizer(), others = folder.LoadTokenizer();
        if (words.FirstDifference(others) is { } id)
            throw new InputException($"'{from}' has another vocabulary than '{model}': {id} is '{others.Piece(id)}' there and '{words.Piece(id)}' here.");
        return folder.LoadClassifier<float>();

        static string Size(ModelConfig of) => $"{of.Layers} blocks × {of.Hidden}, {of.Heads} heads, {of.Vocabulary} entries, {of.Positions} positions";
    }

    private static Dictionary<string, string> Settings(TrainingOptions options, FineTuningOptions model, FineTuningData data)
    {
        var settings = options.Settings();
        if (model.From is { } from) settings["from"] = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(from)));
        settings["length"] = TrainingOptions.Text(model.MaxTokens);
        settings["freeze-words"] = model.FreezeWords ? "yes" : "no";
        settings["readable"] = TrainingOptions.Text(model.Readable);
        settings["smoothing"] = TrainingOptions.Text(model.Smoothing);
        settings["texts"] = data.Fingerprint;
        return settings;
    }
}

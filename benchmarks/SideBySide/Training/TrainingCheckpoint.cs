using System.Text.Json.Nodes;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Benchmarks.SideBySide.Training;

/// <summary>
/// What both sides train: a small language model as its training begins, and a classifier with the same encoder. Random weights,
/// the same to the bit in every run.
/// </summary>
internal static class TrainingCheckpoint
{
    public const int Classes = 4;
    private const string Size = "mini", Prefix = "roberta.";
    private const int Seed = 1;

    public static string LanguageModel(string folder) => Path.Combine(folder, "language");

    public static string Classifier(string folder) => Path.Combine(folder, "classifier");

    public static string Weights(string model) => Path.Combine(model, "model.safetensors");

    /// <summary>Writes both models unless they are there; the classifier's configuration comes last and shows that all is whole.</summary>
    public static void Ensure(string folder)
    {
        string language = LanguageModel(folder), classifier = Classifier(folder);
        if (File.Exists(Path.Combine(classifier, "config.json"))) return;
        Console.Error.WriteLine($"writing random weights to {folder}");
        Directory.CreateDirectory(language);
        Directory.CreateDirectory(classifier);
        var json = StandardConfig.Read(Size, Sizes.Vocabulary);
        ModelFiles.WriteConfig(language, json);
        var config = ModelConfig.Load(language);
        using var host = new CpuDevice<float>(1);
        var tensors = InitialWeights.LanguageModel(config, Seed);
        ModelFiles.WriteTensors(Weights(language), host, tensors);
        ModelFiles.WriteTensors(Weights(classifier), host, tensors
            .Where(tensor => tensor.Name.StartsWith(Prefix, StringComparison.Ordinal))
            .Concat(InitialWeights.ClassifierHead(config, Classes, Seed)));
        json["architectures"] = new JsonArray("RobertaForSequenceClassification");
        json["id2label"] = new JsonObject(Enumerable.Range(0, Classes).Select(i => KeyValuePair.Create($"{i}", (JsonNode?)$"class {i}")));
        ModelFiles.WriteConfig(classifier, json);
    }
}

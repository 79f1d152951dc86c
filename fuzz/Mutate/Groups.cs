namespace PureSaliency.Mutate;

/// <summary>A part of the source and the specs that answer for it.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Files">How the files' paths begin.</param>
/// <param name="Specs">How the full names of the specs' classes begin.</param>
internal sealed record Group(string Name, string[] Files, string[] Specs)
{
    // The specs that lie in tests/Roberta itself: those of its folders answer for other groups and take minutes.
    private static readonly string[] CheckpointSpecs =
    [
        .. new[] { "Batch", "Checkpoint", "ClassNames", "Config", "FolderDiagnosis", "HeadDemand", "Kept", "LanguageModel", "Model", "Output" }
            .Select(name => "PureSaliency.Tests.Roberta." + name),
    ];

    /// <summary>All of them; the first that fits counts.</summary>
    public static readonly Group[] All =
    [
        new("operations", ["src/Autograd/Ops/"], ["PureSaliency.Tests.Autograd.", "PureSaliency.Tests.Laws."]),
        new("summaries", ["src/Autograd/Summaries/"], ["PureSaliency.Tests.Autograd.Summaries."]),
        new("safetensors", ["src/Tensors/Safetensors/"], ["PureSaliency.Tests.Tensors.Safetensors"]),
        new("tokenizer", ["src/Roberta/Text/"], ["PureSaliency.Tests.Roberta.Text."]),
        new("training", ["src/Roberta/Training/"], ["PureSaliency.Tests.Roberta.Training."]),
        new("checkpoints", ["src/Roberta/"], CheckpointSpecs),
        new("saliency", ["src/Saliency/"], ["PureSaliency.Tests.Saliency."]),
        new("tables", ["src/Cli/Inputs/"], ["PureSaliency.Tests.Cli.Inputs.", "PureSaliency.Tests.Cli.InputSpec"]),
        new("inputs", ["src/Cli/"], ["PureSaliency.Tests.Cli."]),
        new("tensors", ["src/Tensors/"], ["PureSaliency.Tests.Tensors."]),
        new("autograd", ["src/Autograd/"], ["PureSaliency.Tests.Autograd.", "PureSaliency.Tests.Laws."]),
    ];

    /// <summary>The group of a file.</summary>
    public static Group Of(string file) => All.First(group => group.Files.Any(file.StartsWith));

    /// <summary>Whether a class of tests is one of the specs.</summary>
    public bool Holds(string testClass) => Specs.Any(testClass.StartsWith);
}

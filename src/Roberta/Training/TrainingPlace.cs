using System.Text.Json.Nodes;
using PureSaliency.Autograd;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// The folder of a model in the making: the model itself, once it is there, and <c>training/</c> with what a run needs to go on.
/// </summary>
public sealed class TrainingPlace
{
    private readonly string output;

    private TrainingPlace(string output)
    {
        this.output = output;
        Folder = new TrainingFolder(Path.Combine(output, "training"));
    }

    /// <summary>Checkpoints.</summary>
    public TrainingFolder Folder { get; }

    /// <summary>Configuration and weights at the beginning.</summary>
    public string StartFolder => Path.Combine(Folder.Path, "start");

    /// <summary>The tokens of the text.</summary>
    public string Tokens => Path.Combine(Folder.Path, "tokens.safetensors");

    /// <summary>The output folder, made if it is not there.</summary>
    /// <exception cref="InputException">It has something in it and is not to be resumed, or cannot be made.</exception>
    public static TrainingPlace Prepare(TrainingOptions options)
    {
        var place = new TrainingPlace(options.Output);
        if (File.Exists(options.Output)) throw new InputException($"--output '{options.Output}' is a file, expected a folder.");
        if (!options.Resume && Directory.Exists(options.Output) && Directory.EnumerateFileSystemEntries(options.Output).Any())
            throw new InputException($"--output '{options.Output}' is not empty: name another folder, or go on with --resume.");
        WholeFile.Guarded(options.Output, () => Directory.CreateDirectory(place.Folder.Path));
        return place;
    }

    /// <summary>Fills the start folder unless that was done.</summary>
    public void Start(Action<string> fill)
    {
        if (!Directory.Exists(StartFolder)) WholeFile.Folder(StartFolder, fill);
    }

    /// <summary>Writes the finished model.</summary>
    public void WriteModel(
        Device<float> device, IEnumerable<Parameter<float>> parameters, JsonObject config, DType type, string tokenizer)
    {
        config["torch_dtype"] = type == DType.F16 ? "float16" : "float32";
        ModelFiles.CopyTokenizer(tokenizer, output);
        ModelFiles.WriteTensors(Path.Combine(output, "model.safetensors"), device, parameters, type);
        ModelFiles.WriteConfig(output, config);
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PureSaliency.Autograd;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// The folder of a model in the making: the model itself, once it is there, and <c>training/</c> with what a run needs to go on.
/// </summary>
public sealed class TrainingPlace
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly string output;
    private readonly bool hadOutput, hadContent;

    private TrainingPlace(string output)
    {
        this.output = output;
        hadOutput = Directory.Exists(output);
        hadContent = hadOutput && Directory.EnumerateFileSystemEntries(output).Any();
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
        if (File.Exists(options.Output)) throw new InputException($"--output '{options.Output}' is a file, expected a folder.");
        var place = new TrainingPlace(options.Output);
        if (!options.Resume && place.hadContent)
            throw new InputException($"--output '{options.Output}' is not empty: name another folder, or go on with --resume.");
        WholeFile.Guarded(options.Output, () => Directory.CreateDirectory(place.Folder.Path));
        return place;
    }

    /// <summary>Does what comes before the first update. If that fails in a new folder, nothing is left behind in it.</summary>
    public T Begin<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch when (!hadContent)
        {
            Directory.Delete(Folder.Path, recursive: true);
            if (!hadOutput) Directory.Delete(output);
            throw;
        }
    }

    /// <summary>Fills the start folder, unless that was done for the same model.</summary>
    /// <exception cref="InputException">It was done for another one.</exception>
    public void Start(JsonObject config, Action<string> fill)
    {
        if (Directory.Exists(StartFolder)) CheckConfig(config);
        else WholeFile.Folder(StartFolder, folder =>
        {
            ModelFiles.WriteConfig(folder, config);
            fill(folder);
        });
    }

    private void CheckConfig(JsonObject now)
    {
        var begun = ModelFiles.ReadConfig(Path.Combine(StartFolder, "config.json"));
        string[] changed = [.. begun.Concat(now).Select(entry => entry.Key).Distinct()
            .Where(name => !JsonNode.DeepEquals(begun[name], now[name]))
            .Select(name => $"{name} was {Text(begun[name])}, is {Text(now[name])}")];
        if (changed.Length > 0)
            throw new InputException($"--resume: '{output}' was begun with another model: {string.Join("; ", changed)}.");

        static string Text(JsonNode? value) => value is null ? "not given" : value.ToJsonString(Plain);
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

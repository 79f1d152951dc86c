using System.Text.RegularExpressions;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>Names of what a training run writes. Nothing else is ever written over or deleted.</summary>
internal static partial class RunNames
{
    /// <summary>The folder with what a run needs to go on.</summary>
    public const string Training = "training";

    /// <summary>Files in it.</summary>
    public const string Mark = "run.json", Lock = "lock", Tokens = "tokens.safetensors", Best = "best.safetensors";

    /// <summary>Folders in it.</summary>
    public const string Start = "start", Result = "result";

    /// <summary>Files of a checkpoint.</summary>
    public const string Weights = "model.safetensors", Means = "optimizer.safetensors", State = "state.json";

    /// <summary>The card, which people edit.</summary>
    public const string Card = "README.md";

    /// <summary>Settings beside a model, which people edit.</summary>
    public const string Settings = "puresaliency.json";

    private const string Partial = ".partial";

    /// <summary>Files that a run goes on writing.</summary>
    public static readonly string[] Logs = ["training.jsonl", "watch.jsonl"];

    /// <summary>Files of a tokenizer.</summary>
    public static readonly string[] Tokenizer =
        ["vocab.json", "merges.txt", "tokenizer.json", "added_tokens.json", "special_tokens_map.json", "tokenizer_config.json"];

    /// <summary>Files of the result, beside <see cref="Training"/>.</summary>
    public static readonly string[] Products = [.. Tokenizer, "config.json", Weights, Settings, Card, "loss.png", "watch.png"];

    private static readonly HashSet<string> InFolders = [.. Products, Means, State];

    /// <summary>Whether a name in <see cref="Training"/> is one that a run gives.</summary>
    public static bool IsOfRun(string name)
    {
        string whole = name.EndsWith(Partial, StringComparison.Ordinal) ? name[..^Partial.Length] : name;
        return whole is Mark or Lock or Tokens or Best or Start or Result || Logs.Contains(whole) || IsCheckpoint(whole);
    }

    /// <summary>Whether a name is that of a checkpoint.</summary>
    public static bool IsCheckpoint(string name) => Checkpoint().IsMatch(name);

    /// <summary>Whether something is a link, which a run does not follow out of its folder.</summary>
    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    /// <summary>The first thing in a folder that no run puts there; null if there is none.</summary>
    public static string? Strange(string folder) => Directory.EnumerateFileSystemEntries(folder).FirstOrDefault(path =>
        IsLink(path) || Directory.Exists(path) || !InFolders.Contains(Path.GetFileName(path).Replace(Partial, "", StringComparison.Ordinal)));

    /// <summary>Deletes a folder that holds nothing but what runs write.</summary>
    /// <exception cref="InputException">It holds something else, or is a link.</exception>
    public static void Delete(string folder)
    {
        if (IsLink(folder)) throw new InputException($"'{folder}' is a link; a run writes into folders of its own alone.");
        if (Strange(folder) is { } strange) throw new InputException($"'{strange}' is not of a training run; move it away.");
        foreach (string file in Directory.GetFiles(folder)) File.Delete(file);
        Directory.Delete(folder);
    }

    [GeneratedRegex("^update-[0-9]{8}$")]
    private static partial Regex Checkpoint();
}

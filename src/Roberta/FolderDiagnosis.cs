using System.Text.Json;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>Why a folder is no model: what lies in it instead, or below it, and what to do. Nothing in here fails.</summary>
internal static class FolderDiagnosis
{
    private const string Config = "config.json", Weights = "model.safetensors", Index = "model.safetensors.index.json";
    private const string Convert = "; convert it to safetensors, as save_pretrained writes it";
    private const int MostListed = 5, Deepest = 3, MostFolders = 2000;

    // Not weights, though their endings are those of weights.
    private static readonly string[] Training = ["training_args.bin", "optimizer.pt", "optimizer.bin", "scheduler.pt", "scaler.pt"];

    /// <summary>Whether a folder has a <c>config.json</c>.</summary>
    public static bool HasConfig(string folder) => File.Exists(Path.Combine(folder, Config));

    /// <summary>The sentence about a folder without <c>config.json</c>.</summary>
    public static string WithoutConfig(string folder)
    {
        string path = Path.Combine(folder, Config);
        if (File.Exists(folder)) return AFile(folder);
        string head = $"'{path}' does not exist";
        if (!Directory.Exists(folder)) return $"{head}: there is no folder '{folder}'.";
        if (Unreadable(folder) is { } unreadable) return unreadable;
        if (Directory.Exists(path)) return $"'{path}' is a folder, expected a file.";
        if (RegularFile.IsDangling(path)) return $"'{path}' is a link that leads nowhere; is the model complete?";
        string[] files = Files(folder);
        if (Adapter(folder, files) is { } adapter) return adapter;
        if (Snapshot(folder) is { } snapshot)
            return $"{head}: this is a cache folder of the Hub; name the model in it, '{snapshot}'.";
        if (files.FirstOrDefault(name => name.Equals(Config, StringComparison.OrdinalIgnoreCase)
            || name.StartsWith(Config + ".", StringComparison.OrdinalIgnoreCase)) is { } other)
            return $"{head}, but there is {other.Quote()}; rename it {Config}.";
        if (File.Exists(Path.Combine(folder, RunNames.Training, RunNames.Mark)))
            return $"{head}: a training run in this folder has not ended; resume it, and the model will be here.";
        string[] below = Below(folder);
        if (below.Length == 1) return $"{head}; a model lies below it, name '{below[0]}'.";
        if (below.Length > 1)
            return $"{head}; models lie below it, name one of them: {string.Join(", ", below.Take(MostListed).Select(place => $"'{place}'"))}"
                + (below.Length > MostListed ? $" and {below.Length - MostListed} more." : ".");
        return files.Length == 0 && Folders(folder).Length == 0 ? $"{head}; the folder is empty." : $"{head}; a model folder needs {Config}.";
    }

    /// <summary>The sentence about a folder without weights that can be read; null if it has some.</summary>
    public static string? WithoutWeights(string folder)
    {
        string[] files = Files(folder);
        if (RegularFile.IsDangling(Path.Combine(folder, Weights)))
            return $"'{Path.Combine(folder, Weights)}' is a link that leads nowhere; is the model complete?";
        if (files.Contains(Weights) || files.Contains(Index)) return BesideAdapter(folder, files);
        if (Unreadable(folder) is { } unreadable) return unreadable;
        if (Directory.Exists(Path.Combine(folder, Weights))) return $"'{Path.Combine(folder, Weights)}' is a folder, expected a file.";
        string head = $"'{folder}' holds neither {Weights} nor {Index}";
        return Adapter(folder, files) ?? ((Other(files) ?? Folders(folder).Select(below => Other(Files(below))).FirstOrDefault(found => found is not null)) is { } other
            ? $"{head}, but {other}." : $"{head}: the weights are missing.");
    }

    /// <summary>The sentence about a file that was given for a folder.</summary>
    public static string AFile(string file)
    {
        string? parent = Path.GetDirectoryName(Path.GetFullPath(file));
        string hint = parent is not null && HasConfig(parent) ? $"; name its folder, '{parent}'" : "";
        return $"'{file}' is a file; expected a model folder with {Config}{hint}.";
    }

    private static string? Adapter(string folder, string[] files)
    {
        string? weights = files.FirstOrDefault(name => name.StartsWith("adapter_model.", StringComparison.OrdinalIgnoreCase));
        if (weights is null && !files.Contains("adapter_config.json")) return null;
        string origin = BaseModel(Path.Combine(folder, "adapter_config.json")) is { } model ? $" of {model.Quote()}" : "";
        return $"'{folder}' is an adapter (LoRA or PEFT){origin}, not a whole model: merge it into its base model and save that.";
    }

    // Which of the two is meant cannot be known, and they answer differently.
    private static string? BesideAdapter(string folder, string[] files) =>
        files.Contains("adapter_config.json") && files.FirstOrDefault(name => name.StartsWith("adapter_model.", StringComparison.OrdinalIgnoreCase)) is { } weights
            ? $"'{folder}' holds whole weights and those of an adapter ({weights.Quote()}, LoRA or PEFT): merge the adapter into the model and save that, "
                + "or move the adapter's files away." : null;

    private static string? BaseModel(string path)
    {
        try
        {
            return !RegularFile.IsAt(path) ? null : JsonFile.Read(path, "an adapter's configuration", root =>
                root.ValueKind == JsonValueKind.Object && root.TryGetProperty("base_model_name_or_path", out var name)
                && name.ValueKind == JsonValueKind.String ? name.GetString() : null);
        }
        catch (InputException)
        {
            return null;
        }
    }

    private static string? Other(string[] files)
    {
        bool Has(string name) => files.Contains(name, StringComparer.OrdinalIgnoreCase);
        string? Ending(params string[] endings) => files.FirstOrDefault(name => !Training.Contains(name)
            && !name.StartsWith("rng_state", StringComparison.Ordinal) && endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
        if (files.FirstOrDefault(name => name.Equals(Weights, StringComparison.OrdinalIgnoreCase)) is { } cased)
            return $"{cased.Quote()}; rename it {Weights}";
        if (files.FirstOrDefault(name => name.StartsWith("model-0", StringComparison.OrdinalIgnoreCase)
            && name.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)) is { } shard)
            return $"shards such as {shard.Quote()}; their index {Index} is missing";
        if (files.FirstOrDefault(name => name.StartsWith(Weights + ".", StringComparison.OrdinalIgnoreCase)) is { } part)
            return $"{part.Quote()}, as a download leaves it that did not end; download the file again";
        string[] named = [.. files.Where(name => name.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) && name != "lm.safetensors")];
        if (named.Length > 0)
            return $"{string.Join(", ", named.Take(MostListed).Select(name => name.Quote()))}; if that is the model, rename it {Weights}";
        if (Has("pytorch_model.bin")) return $"'pytorch_model.bin' (PyTorch){Convert}";
        if (Has("pytorch_model.bin.index.json") || files.Any(name => name.StartsWith("pytorch_model-0", StringComparison.OrdinalIgnoreCase)))
            return $"a PyTorch checkpoint in several files (pytorch_model-….bin){Convert}";
        return Ending(".h5", ".keras") is { } keras ? $"{keras.Quote()} (TensorFlow or Keras){Convert}"
            : Ending(".msgpack") is { } flax ? $"{flax.Quote()} (Flax){Convert}"
            : Ending(".onnx") is { } onnx ? $"{onnx.Quote()} (ONNX); export the model as safetensors"
            : Ending(".gguf", ".ggml") is { } gguf ? $"{gguf.Quote()} (llama.cpp), mostly quantised; take the model's safetensors"
            : Ending(".ot") is { } rust ? $"{rust.Quote()} (rust-bert){Convert}"
            : Ending(".bin", ".pt", ".pth", ".ckpt") is { } torch ? $"{torch.Quote()} (PyTorch){Convert}"
            : Ending(".tflite", ".mlmodel", ".pb", ".xml") is { } exported ? $"{exported.Quote()}, an exported form; take the model's safetensors"
            : null;
    }

    private static string? Unreadable(string folder)
    {
        try
        {
            _ = Directory.EnumerateFileSystemEntries(folder).Any();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"'{folder}' cannot be looked into: {e.Message.TrimEnd('.')}.";
        }
    }

    // models--owner--name/snapshots/REVISION, the revision being what refs/main says, or the only one.
    private static string? Snapshot(string folder)
    {
        string[] snapshots = Folders(Path.Combine(folder, "snapshots"));
        if (snapshots.Length == 0) return null;
        byte[] main = RegularFile.Start(Path.Combine(folder, "refs", "main"));
        string revision = System.Text.Encoding.UTF8.GetString(main).Trim();
        string? named = snapshots.FirstOrDefault(snapshot => Path.GetFileName(snapshot) == revision);
        return named ?? (snapshots.Length == 1 ? snapshots[0] : null);
    }

    // Folders with a config.json, at most some levels down; a search that meets too many folders ends.
    private static string[] Below(string folder)
    {
        var (found, level, seen) = (new List<string>(), Folders(folder), 0);
        for (int depth = 0; depth < Deepest && level.Length > 0 && seen < MostFolders; depth++)
        {
            var next = new List<string>();
            foreach (string place in level.TakeWhile(_ => seen++ < MostFolders))
            {
                if (HasConfig(place)) found.Add(place);
                else next.AddRange(Folders(place));
            }
            level = [.. next];
        }
        return [.. found];
    }

    /// <summary>The names of the files of a folder in order; none where it cannot be looked into.</summary>
    private static string[] Files(string folder) => [.. Entries(folder, Directory.EnumerateFiles).Select(path => Path.GetFileName(path))];

    /// <summary>The folders of a folder in order; none where it cannot be looked into.</summary>
    public static string[] Folders(string folder) => Entries(folder, Directory.EnumerateDirectories);

    private static string[] Entries(string folder, Func<string, string, EnumerationOptions, IEnumerable<string>> list)
    {
        try
        {
            return Directory.Exists(folder)
                ? [.. list(folder, "*", new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = 0 }).Order(StringComparer.Ordinal)] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or System.Security.SecurityException)
        {
            return [];
        }
    }
}

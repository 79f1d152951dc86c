using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>Finds models by path or short name, and the language model that belongs to a classifier.</summary>
public static class ModelFolders
{
    /// <summary>The model used where none is named.</summary>
    public const string Default = "roberta-small-sst2";

    /// <summary>The language model, and tokenizer, used where none is named.</summary>
    public const string DefaultLanguageModel = "roberta-small";

    /// <summary>Environment variable that names a folder of models, searched first.</summary>
    public const string Variable = "PURESALIENCY_WEIGHTS";

    private const int MostListed = 20;

    /// <summary>
    /// The folder of a model: a path, the name of a folder under <c>weights/</c>, or the end of such a name after a hyphen.
    /// </summary>
    /// <exception cref="InputException">There is no such model, or several.</exception>
    public static string Find(string? model)
    {
        model ??= Default;
        if (Directory.Exists(model)) return model;
        if (File.Exists(model)) throw new InputException(FolderDiagnosis.AFile(model));
        string[] known = [.. Roots().SelectMany(FolderDiagnosis.Folders).Where(FolderDiagnosis.HasConfig).DistinctBy(Path.GetFileName)];
        string[] found = [.. known.Where(folder => Path.GetFileName(folder) == model)];
        if (found.Length == 0)
            found = [.. known.Where(folder => Path.GetFileName(folder).EndsWith("-" + model, StringComparison.Ordinal))];
        if (found.Length == 1) return found[0];
        throw new InputException(found.Length == 0
            ? $"There is no model {model.Quote()}: neither a folder of that path nor one under weights/ ({Listed(known)}){Unfit()}."
            : $"'{model}' could be {string.Join(" or ", found.Select(Path.GetFileName))}; give the whole name.");
    }

    private static string Listed(string[] known) => known.Length == 0 ? "no folder weights/ was found here or above"
        : string.Join(", ", known.Take(MostListed).Select(folder => Path.GetFileName(folder)))
            + (known.Length > MostListed ? $" and {known.Length - MostListed} more" : "");

    // A variable that leads nowhere does no harm as long as the model is found elsewhere.
    private static string Unfit() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named && !Directory.Exists(named)
        ? $"; {Variable} names {named.Quote()}, where there is no folder" : "";

    /// <summary>The language model that was named, by path or short name, or else the one that belongs to the classifier.</summary>
    /// <exception cref="InputException">There is no model of that name.</exception>
    public static string? LanguageModel(string? named, string folder, ModelConfig config, ModelSettings settings) =>
        named is null ? FindLanguageModel(folder, config, settings) : File.Exists(named) ? named : Find(named);

    /// <summary>
    /// The language model of a classifier's folder: named in its <c>puresaliency.json</c>, in the folder itself, or the only
    /// masked language model of the same width and vocabulary beside it. Null if there is none.
    /// </summary>
    public static string? FindLanguageModel(string folder, ModelConfig config, ModelSettings settings) =>
        SearchLanguageModel(folder, config, settings).Path;

    /// <summary>The same, with the reason if there is none: a classifier that was moved without its neighbours is still one.</summary>
    public static FoundLanguageModel SearchLanguageModel(string folder, ModelConfig config, ModelSettings settings)
    {
        if (settings.LanguageModel is { } named)
            return Path.GetFullPath(Path.Combine(folder, named)) is var path && Path.Exists(path) ? new(path, null)
                : new(null, $"its puresaliency.json names '{named}', and there is no '{path}'");
        string own = Path.Combine(folder, "lm.safetensors");
        if (File.Exists(own)) return new(own, null);
        if (IsLanguageModel(config)) return new(folder, null);
        string? parent = Path.GetDirectoryName(Path.GetFullPath(folder));
        string[] fitting = parent is null ? []
            : [.. FolderDiagnosis.Folders(parent).Where(other => Fits(other, config))];
        // Names alone do not tell a damaged one; to open it costs time, which only a choice is worth.
        if (fitting.Length > 1 && fitting.Where(Opens).ToArray() is { Length: > 0 } sound) fitting = sound;
        return fitting switch
        {
            [var only] => new(only, null),
            [] => new(null, $"there is neither a file lm.safetensors in it nor a masked language model of width {config.Hidden} "
                + $"and vocabulary {config.Vocabulary} beside it in '{parent ?? folder}'"),
            _ => new(null, $"several beside it in '{parent}' fit, {string.Join(" and ", fitting.Select(Path.GetFileName))}"),
        };
    }

    /// <summary>Whether a configuration is a masked language model's.</summary>
    public static bool IsLanguageModel(ModelConfig config) =>
        config.Architectures.Any(name => HeadKinds.OfArchitecture(name) == HeadKind.LanguageModel);

    // A damaged neighbour is no language model for this one; nobody asked for it.
    private static bool Fits(string folder, ModelConfig config)
    {
        try
        {
            if (!FolderDiagnosis.HasConfig(folder) || ModelConfig.Load(folder) is not { } other || !IsLanguageModel(other)
                || other.Hidden != config.Hidden || other.Vocabulary != config.Vocabulary) return false;
            using var checkpoint = Checkpoint.Open(folder);
            return HeadKinds.Of(checkpoint) == HeadKind.LanguageModel;
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static bool Opens(string folder)
    {
        try
        {
            MaskedLanguageModel<float>.Load(folder).Dispose();
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Roots()
    {
        var roots = new List<string>();
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable) roots.Add(variable);
        foreach (string start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
            for (string? folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
                roots.Add(Path.Combine(folder, "weights"));
        return roots.Where(Directory.Exists).Select(Path.GetFullPath).Distinct();
    }
}

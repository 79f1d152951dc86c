using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Outputs;

/// <summary>The files that make up a model; no result is ever to take the place of one.</summary>
internal static class ModelFiles
{
    private static readonly string[] Names =
    [
        "config.json", "vocab.json", "merges.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
        "puresaliency.json", "model.safetensors.index.json", "README.md",
    ];

    private static readonly string[] Endings = [".safetensors", ".bin"];

    /// <summary>The files of a model as it is named on the command line; none if there is no such model, which is told where it is loaded.</summary>
    public static IEnumerable<Guarded> Of(string? model)
    {
        try
        {
            return [.. Directory.EnumerateFiles(ModelFolders.Find(model)).Where(IsOne).Select(file => new Guarded(file, $"the model's file {file}"))];
        }
        catch (Exception problem) when (problem is InputException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Refuses a file of any model's folder.</summary>
    public static void Check(string said, string file)
    {
        if (File.Exists(file) && IsOne(file) && File.Exists(Path.Combine(Path.GetDirectoryName(file)!, "config.json")))
            throw new InputException($"{said}: would take the place of a model's file: choose another name.");
    }

    private static bool IsOne(string file) => Path.GetFileName(file) is var name
        && (Names.Contains(name, StringComparer.OrdinalIgnoreCase) || Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
}

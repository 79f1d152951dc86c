using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>What <c>puresaliency.json</c> beside a model says; the file is optional.</summary>
/// <param name="LanguageModel">Folder of the language model, relative to the model's.</param>
/// <param name="Layer">The layer that <c>auto</c> takes.</param>
public sealed record ModelSettings(string? LanguageModel, int? Layer)
{
    internal const string FileName = "puresaliency.json";
    private static readonly string[] Known = ["languageModel", "layer"];

    /// <summary>Reads the settings of a model folder.</summary>
    /// <exception cref="InputException">The file is there and damaged.</exception>
    public static ModelSettings Load(string folder)
    {
        string path = Path.Combine(folder, FileName);
        return File.Exists(path) ? ConfigReader.Read(path, Read, "settings of a model") : new(null, null);
    }

    private static ModelSettings Read(ConfigReader json)
    {
        // A name that was mistyped would do nothing, without a word.
        if (json.Names.Except(Known).FirstOrDefault() is { } unknown)
            throw new InputException($"'{json.Path}' has {unknown.Quote()}, expected {string.Join(" or ", Known)}.");
        string? language = json.Text("languageModel");
        if (language is not null && (language.Length == 0 || language.Any(char.IsControl)))
            throw new InputException($"'{json.Path}': languageModel is {language.Quote()}, expected the path of a folder or a file.");
        int? layer = json.Integer("layer");
        return layer is not < 0 ? new(language, layer) : throw new InputException($"'{json.Path}': layer is {layer}, expected 0 or more.");
    }
}

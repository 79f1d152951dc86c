using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>What <c>puresaliency.json</c> beside a model says; the file is optional.</summary>
/// <param name="LanguageModel">Folder of the language model, relative to the model's.</param>
/// <param name="Layer">The layer that <c>auto</c> takes.</param>
public sealed record ModelSettings(string? LanguageModel, int? Layer)
{
    /// <summary>Reads the settings of a model folder.</summary>
    /// <exception cref="InputException">The file is there and damaged.</exception>
    public static ModelSettings Load(string folder)
    {
        string path = Path.Combine(folder, "puresaliency.json");
        return File.Exists(path)
            ? ConfigReader.Read(path, reader => new ModelSettings(reader.Text("languageModel"), reader.Integer("layer")))
            : new(null, null);
    }
}

using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta;

/// <summary>A layer that was chosen for a method, and why.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Reason">What it was chosen by, in a sentence; null where nobody said.</param>
public sealed record ChosenLayer(int Layer, string? Reason);

/// <summary>What <c>puresaliency.json</c> beside a model says; the file is optional.</summary>
/// <param name="LanguageModel">Folder of the language model, relative to the model's.</param>
/// <param name="Layer">The layer that <c>auto</c> takes for methods that <see cref="Layers"/> does not name.</param>
public sealed record ModelSettings(string? LanguageModel, int? Layer)
{
    private static readonly Dictionary<string, ChosenLayer> NoLayers = [];

    /// <summary>Name of the file.</summary>
    public const string FileName = "puresaliency.json";

    private static readonly string[] Known = ["languageModel", "layer", "layers"];

    /// <summary>The layer that <c>auto</c> takes for a method, by the method's name, with <c>decoded-</c> before it where scores are decoded.</summary>
    public IReadOnlyDictionary<string, ChosenLayer> Layers { get; init; } = NoLayers;

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
        return layer is not < 0 ? new(language, layer) { Layers = ReadLayers(json) } : throw new InputException($"'{json.Path}': layer is {layer}, expected 0 or more.");
    }

    private static Dictionary<string, ChosenLayer> ReadLayers(ConfigReader json)
    {
        if (json.Value("layers") is not { } layers) return NoLayers;
        var read = new Dictionary<string, ChosenLayer>();
        bool fine = layers.ValueKind == JsonValueKind.Object;
        foreach (var entry in fine ? layers.EnumerateObject() : default)
        {
            fine &= entry.Value.ValueKind == JsonValueKind.Object && entry.Value.TryGetProperty("layer", out var layer) && layer.ValueKind == JsonValueKind.Number
                && layer.TryGetInt32(out int index) && index >= 0
                && read.TryAdd(entry.Name, new(index, entry.Value.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String ? reason.GetString() : null));
            if (!fine) break;
        }
        return fine ? read : throw new InputException(
            $"'{json.Path}': expected layers to name a layer for each method once, as {{\"lrp\": {{\"layer\": 7, \"reason\": \"…\"}}}}.");
    }
}

using System.Text;
using PureSaliency.Fuzz.Damage;
using PureSaliency.Fuzz.Healthy;
using PureSaliency.Fuzz.Run;
using PureSaliency.Roberta;

namespace PureSaliency.Fuzz.Families;

/// <summary>
/// puresaliency.json of a model, or the files of a folder beside it. What is wrong with a neighbour that nobody named is no
/// fault of the model.
/// </summary>
internal sealed class Settings : Family
{
    private static readonly byte[] Json = """{"languageModel":"../language","layer":1}"""u8.ToArray();
    private static readonly byte[] Other = """{"languageModel":["../language"],"layer":{"a":"auto"}}"""u8.ToArray();

    private static readonly string[] Known =
    [
        .. new[] { "../language", "../language/model.safetensors", "../language/config.json", "../no", "..", ".", "/", "", "/dev/null", "~", "auto", "../model", "../model/../language", "a\u0000b" }
            .Select(Node.Quoted),
        $"\"{new string('x', 5000)}\"",
    ];

    private static readonly (string, string)[] Fields =
    [
        ("layer", "0"), ("layer", "2"), ("layer", "3"), ("layer", "-1"), ("layer", "\"auto\""), ("layer", "1.0"), ("layer", "1e3"), ("layer", "null"), ("languageModel", "null"),
        ("languageModel", "7"), ("languageModel", "\"\\u0000\""), ("languageModel", "\"\\ud800\""), ("languageModel", "\"../language/\""), ("languagemodel", "\"../language\""), ("more", "1"),
    ];

    private static readonly FileContent[] Language =
        [new("language/config.json", TinyModel.LanguageConfig), new("language/model.safetensors", TinyModel.LanguageModel)];

    private static readonly (string, string)[] ConfigFields =
    [
        ("architectures", "[\"\\ud800\"]"), ("architectures", "\"RobertaForMaskedLM\""), ("hidden_size", "\"\\ud800\""), ("vocab_size", "1e999"), ("model_type", "\"\\ud800\""),
        ("id2label", "{\"0\":\"\\ud800\"}"), ("id2label", "{\"\\ud800\":\"a\"}"), ("problem_type", "\"\\ud800\""), ("model_type", "\"bert\""), ("hidden_size", "16"),
    ];

    public override string Name => "settings";

    public override Attempt Make(Dice dice)
    {
        if (dice.OneIn(3))
            return Neighbour(dice);
        var (json, done) = Mixed.Json(Json, dice, Other, Known, Fields);
        json = Within(json);
        FileContent[] files = [new("model/puresaliency.json", json), .. TinyModel.Files("model/"), .. Language];
        int reader = dice.Below(100);
        return reader < 90 ? new("ModelSettings", done, files, folder => Read(Model(folder)))
            : reader < 95 ? new("info", done, files, folder => Face.Run("info", Model(folder)))
            : new("explain", done, files, folder => Face.Explain("the film", Model(folder), []));
    }

    private static Attempt Neighbour(Dice dice)
    {
        var (config, done) = dice.OneIn(4) ? Mixed.Plain(TinyModel.LanguageConfig, dice, Other) : Mixed.Json(TinyModel.LanguageConfig, dice, Other, Known, ConfigFields);
        FileContent[] files = [.. TinyModel.Files("model/"), Language[1], new("language/config.json", config)];
        return dice.OneIn(12)
            ? new("explain beside a damaged neighbour", done, files, folder => Unharmed(() => Face.Explain("the film", Model(folder), ["--method", "grad-cam"]), done))
            : new("ModelFolders", done, files, folder => Unharmed(() => Read(Model(folder)), done));
    }

    private static int Unharmed(Func<int> read, string done)
    {
        try
        {
            return read();
        }
        catch (PureSaliency.Tensors.InputException problem)
        {
            throw new BrokenRuleException("a damaged neighbour harms nobody", $"{problem.Message} ({done})");
        }
    }

    // What lies in the root of the machine is told, and others change it meanwhile.
    private static byte[] Within(byte[] json) =>
        json.AsSpan().IndexOf("\"/\""u8) < 0 ? json : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json).Replace("\"/\"", "\"/nowhere\"", StringComparison.Ordinal));

    private static string Model(string folder) => Path.Combine(folder, "model");

    private static int Read(string folder)
    {
        var settings = ModelSettings.Load(folder);
        string? language = ModelFolders.FindLanguageModel(folder, ModelConfig.Load(folder), settings);
        BrokenRuleException.Unless(language is null || Path.Exists(language), "what is found is there", language ?? "");
        return HashCode.Combine(settings.Layer, settings.LanguageModel, language);
    }
}

using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>A mark in a role, such as mask_token, as a file states it.</summary>
/// <param name="Text">How it is written; null where the file says that there is none.</param>
/// <param name="Token">Its flags, where the file states them.</param>
/// <param name="Place">File and field.</param>
internal sealed record StatedMark(string? Text, AddedToken? Token, string Place);

/// <summary>What stands beside a vocabulary: tokenizer_config.json, special_tokens_map.json and added_tokens.json.</summary>
internal sealed class TokenizerSettings
{
    private const string ConfigName = "tokenizer_config.json", MapName = "special_tokens_map.json", AddedName = "added_tokens.json";
    private const string Bare = "PreTrainedTokenizerFast", BareSince5 = "TokenizersBackend", Additional = "additional_special_tokens";

    // Tokenizers that read as RoBERTa's does.
    private static readonly string[] Kin = ["RobertaTokenizer", "BartTokenizer", "LongformerTokenizer", "LEDTokenizer"];

    private readonly Dictionary<string, StatedMark> roles = [];
    private readonly List<StatedMark> additional = [];
    private readonly bool? addPrefixSpace;

    private TokenizerSettings(JsonPlace? config, JsonPlace? map, JsonPlace? added)
    {
        if (added is JsonPlace list) Added = AddedTokenFields.Ids(list);
        if (config is JsonPlace settings)
        {
            Unknown = [.. TokenizerFields.Check(settings, TokenizerFields.TokenizerConfig).Select(field => field.Name)];
            addPrefixSpace = settings.Flag("add_prefix_space");
            IsBare = ReadClass(settings);
            if (Given(settings, "added_tokens_decoder") is JsonPlace decoder) Decoder = AddedTokenFields.ById(decoder);
            ReadMarks(settings);
        }
        if (map is JsonPlace marks)
        {
            TokenizerFields.CheckAll(marks, TokenizerFields.SpecialTokensMap);
            ReadMarks(marks);
        }
    }

    /// <summary>Whether marks that no file names are none: the class of any tokenizer.json, which knows no RoBERTa.</summary>
    public bool IsBare { get; }

    /// <summary>added_tokens_decoder, null where there is none.</summary>
    public IReadOnlyList<StatedToken>? Decoder { get; }

    /// <summary>added_tokens.json.</summary>
    public IReadOnlyList<StatedToken> Added { get; } = [];

    /// <summary>Marks beyond those that have a role.</summary>
    public IReadOnlyList<StatedMark> Further => additional;

    /// <summary>Fields of tokenizer_config.json that nobody knows.</summary>
    public IReadOnlyList<string> Unknown { get; } = [];

    /// <summary>The mark of a role as some file states it; null where none does.</summary>
    public StatedMark? Mark(string role) => roles.GetValueOrDefault(role);

    /// <summary>
    /// Whether plain text that begins without a blank is read as if it had one. RoBERTa's tokenizer in the reference sets what its own settings
    /// say, false without a word, over what tokenizer.json says.
    /// </summary>
    public bool AddPrefixSpace(bool? single) => addPrefixSpace ?? (IsBare && single == true);

    /// <exception cref="InputException">A file cannot be read or says what we would not follow.</exception>
    public static TokenizerSettings Read(string folder) =>
        With(folder, ConfigName, config => With(folder, MapName, map => With(folder, AddedName, added => new TokenizerSettings(config, map, added))));

    private static TokenizerSettings With(string folder, string name, Func<JsonPlace?, TokenizerSettings> read)
    {
        string path = Path.Combine(folder, name);
        return File.Exists(path) ? TokenizerFile.Json(path, place => read(place.Need(JsonValueKind.Object, "an object"))) : read(null);
    }

    private static JsonPlace? Given(JsonPlace place, string name) =>
        place.Field(name) is { Kind: not JsonValueKind.Null } field ? field : null;

    private static bool ReadClass(JsonPlace config)
    {
        if (Given(config, "tokenizer_class") is not JsonPlace field) return false;
        string name = field.Text();
        if (name is Bare or BareSince5) return true;
        return Kin.Any(kin => name == kin || name == kin + "Fast")
            ? false : throw field.Wrong("RobertaTokenizer", "a tokenizer of another kind would be read wrongly");
    }

    private void ReadMarks(JsonPlace file)
    {
        foreach (string role in TokenizerFields.Roles)
            if (file.Field(role) is JsonPlace field) SetMark(role, Mark(field));
        if (Given(file, Additional) is JsonPlace list)
            foreach (StatedMark mark in list.Entries().Select(Mark)) AddFurther(mark, list);
    }

    // special_tokens_map.json comes after tokenizer_config.json: where they say the same, its flags count.
    private void SetMark(string role, StatedMark mark)
    {
        StatedMark? earlier = Mark(role);
        if (earlier?.Text is not null && mark.Text is not null && earlier.Text != mark.Text)
            throw new InputException($"{mark.Place} is '{mark.Text}', but {earlier.Place} is '{earlier.Text}'; expected one mark.");
        if (earlier?.Text is null || (mark.Text is not null && Decoder is null)) roles[role] = mark;
    }

    private void AddFurther(StatedMark mark, JsonPlace list)
    {
        if (mark.Text is null) throw list.Wrong("tokens");
        bool late = Decoder is not null && !list.File.EndsWith(ConfigName, StringComparison.Ordinal);
        if (late && Decoder!.All(token => token.Token.Text != mark.Text))
            throw new InputException($"{list.Name} names '{mark.Text}', which added_tokens_decoder in {ConfigName} leaves out; expected the same tokens.");
        if (additional.All(other => other.Text != mark.Text)) additional.Add(mark);
    }

    private static StatedMark Mark(JsonPlace field) => field.Kind switch
    {
        JsonValueKind.Null => new(null, null, field.Name),
        JsonValueKind.String when field.Text().Length > 0 => new(field.Text(), null, field.Name),
        JsonValueKind.Object => AddedTokenFields.Token(field, AddedToken.NoId) is var token ? new(token.Text, token, field.Name) : throw field.Wrong(""),
        _ => throw field.Wrong("a token, as text or with content and flags"),
    };
}

using PureSaliency.Roberta.Text;

namespace PureSaliency.Tests.Roberta.Text;

/// <summary>RoBERTa's tokenizer from each kind of files, loaded once.</summary>
internal static class Tokenizers
{
    private static readonly Lazy<Tokenizer> Pair = new(() => Tokenizer.Load(Folder));
    private static readonly Lazy<Tokenizer> Lines = new(() => FromJson(mergesAsPairs: false));
    private static readonly Lazy<Tokenizer> Pairs = new(() => FromJson(mergesAsPairs: true));

    /// <summary>A text that the small tokenizer's settings could change.</summary>
    public const string Sentence = "he hé <mask>!";

    private static readonly Lazy<int[]> HealthyIds = new(() =>
    {
        using TokenizerFolder folder = TokenizerFolder.Small();
        return folder.Load().Encode(Sentence).Ids;
    });

    /// <summary>What the small tokenizer makes of <see cref="Sentence"/> with nothing beside it.</summary>
    public static int[] Healthy => HealthyIds.Value;

    public static Tokenizer FromPair => Pair.Value;

    public static Tokenizer From(string files) => files switch
    {
        "vocab.json and merges.txt" => Pair.Value,
        "tokenizer.json, merges as lines" => Lines.Value,
        "tokenizer.json, merges as pairs" => Pairs.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(files)),
    };

    /// <summary>The 256 pieces of one byte.</summary>
    public static IEnumerable<string> Letters(this Tokenizer tokenizer) =>
        Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.Piece).Where(piece => piece.Length == 1);

    private static string Folder => Repository.Path("tests", "golden", "roberta-base");

    /// <summary>RoBERTa's vocabulary with other files beside it.</summary>
    public static Tokenizer Beside(Action<TokenizerFolder> others, bool asJson)
    {
        using TokenizerFolder folder = Copy();
        if (asJson) folder.ToJson();
        others(folder);
        return folder.Load();
    }

    private static Tokenizer FromJson(bool mergesAsPairs)
    {
        using TokenizerFolder folder = Copy();
        return folder.ToJson(mergesAsPairs).Load();
    }

    private static TokenizerFolder Copy()
    {
        var folder = new TokenizerFolder();
        foreach (string name in (string[])["vocab.json", "merges.txt"]) File.Copy(Path.Combine(Folder, name), folder[name]);
        return folder;
    }
}

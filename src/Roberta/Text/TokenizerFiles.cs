using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>Finds and reads a vocabulary as Hugging Face lays it out: tokenizer.json, or vocab.json with merges.txt.</summary>
internal static class TokenizerFiles
{
    public const string Pieces = "vocab.json", MergesName = "merges.txt", Single = "tokenizer.json";

    private static readonly (string Name, string Kind)[] OtherFamilies =
    [
        ("sentencepiece.bpe.model", "a SentencePiece model, as XLM-RoBERTa and CamemBERT have it"),
        ("spiece.model", "a SentencePiece model, as ALBERT, T5 and XLNet have it"),
        ("spm.model", "a SentencePiece model, as DeBERTa-v2 has it"),
        ("tokenizer.model", "a SentencePiece model, as LLaMA has it"),
        ("vocab.txt", "a WordPiece vocabulary, as BERT has it"),
        ("bpe.codes", "a BPE vocabulary of words, as BERTweet and PhoBERT have it"),
        ("encoder.json", "GPT-2's own file; save it as vocab.json, and vocab.bpe as merges.txt"),
        ("dict.txt", "fairseq's list of pieces; convert the model with transformers first"),
    ];

    /// <summary>
    /// Reads tokenizer.json, which the reference prefers, or else vocab.json and merges.txt. Where both are there, they must say the same.
    /// </summary>
    /// <exception cref="InputException">Neither is there, or what is there cannot be used.</exception>
    public static TokenizerModel Read(string folder)
    {
        string vocabulary = Path.Combine(folder, Pieces), merges = Path.Combine(folder, MergesName), single = Path.Combine(folder, Single);
        if (File.Exists(single))
        {
            TokenizerModel model = TokenizerFile.Json(single, TokenizerJson.Read);
            if (File.Exists(vocabulary)) SameFiles.CheckPieces(model, TokenizerFile.Read(vocabulary, json => Vocabulary(json, vocabulary)), vocabulary);
            if (File.Exists(merges)) SameFiles.CheckMerges(model.Merges, Merges(merges), merges, single);
            return model;
        }
        if (!File.Exists(vocabulary) || !File.Exists(merges)) throw Missing(folder);
        return new()
        {
            Source = vocabulary,
            Vocabulary = TokenizerFile.Read(vocabulary, json => Vocabulary(json, vocabulary)),
            Merges = Merges(merges),
        };
    }

    /// <summary>The pieces and ids of a JSON object such as vocab.json.</summary>
    public static List<KeyValuePair<string, int>> Vocabulary(ReadOnlyMemory<byte> json, string path)
    {
        var entries = new List<KeyValuePair<string, int>>(1 << 16);
        var reader = new Utf8JsonReader(json.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new InputException($"{path}: expected an object of pieces and their ids; found {reader.TokenType}.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string piece = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int id))
                throw new InputException($"{path}: the id of piece '{piece}' is no whole number but {Sample(reader)}.");
            entries.Add(new(piece, id));
        }
        reader.Read();
        if (entries.Count == 0) throw new InputException($"{path}: expected pieces and their ids, found none.");
        return entries;
    }

    private static string Sample(in Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) return "an object or a list";
        ReadOnlySpan<byte> value = reader.ValueSpan;
        return $"'{System.Text.Encoding.UTF8.GetString(value[..Math.Min(40, value.Length)])}'";
    }

    private static MergeList Merges(string path)
    {
        string[] lines = TokenizerFile.Lines(path);
        // Only the first line is a head: '#' begins merges, too.
        int first = lines.Length > 0 && lines[0].StartsWith("#version", StringComparison.Ordinal) ? 1 : 0;
        return new MergeList(lines, first, index => $"{path}, line {index + 1}");
    }

    private static InputException Missing(string folder)
    {
        bool pieces = File.Exists(Path.Combine(folder, Pieces)), merges = File.Exists(Path.Combine(folder, MergesName));
        string found = pieces ? $"only {Pieces}" : merges ? $"only {MergesName}" : !Directory.Exists(folder) ? "no such folder" : "none of them";
        var (name, kind) = OtherFamilies.FirstOrDefault(other => Path.Exists(Path.Combine(folder, other.Name)));
        if (name is not null) found += $", but {name}, {kind}";
        return new($"{folder} holds no tokenizer of a RoBERTa: expected {Pieces} and {MergesName}, or {Single}; found {found}.");
    }
}

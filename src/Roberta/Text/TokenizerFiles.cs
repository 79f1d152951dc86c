using System.Text.Json;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>Reads the files of a tokenizer as Hugging Face lays them out.</summary>
internal static class TokenizerFiles
{
    /// <summary>Reads vocab.json with merges.txt, or else tokenizer.json.</summary>
    /// <exception cref="InputException">Neither is there, or what is there cannot be used.</exception>
    public static TokenizerModel Read(string folder)
    {
        string vocabulary = Path.Combine(folder, "vocab.json");
        string merges = Path.Combine(folder, "merges.txt");
        string single = Path.Combine(folder, "tokenizer.json");
        if (File.Exists(vocabulary) && File.Exists(merges))
            return new TokenizerModel(vocabulary, Open(vocabulary, Vocabulary), Merges(merges), [], AddPrefixSpace: false);
        if (File.Exists(single)) return Open(single, TokenizerJson.Read);
        string found = File.Exists(vocabulary) ? "only vocab.json" : File.Exists(merges) ? "only merges.txt"
            : Directory.Exists(folder) ? "none of them" : "no such folder";
        throw new InputException($"{folder} holds no tokenizer: expected vocab.json and merges.txt, or tokenizer.json; found {found}.");
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
                throw new InputException($"{path}: the id of piece '{piece}' is no whole number but {Sample(reader.ValueSpan)}.");
            entries.Add(new(piece, id));
        }
        reader.Read();
        return entries;
    }

    private static string Sample(ReadOnlySpan<byte> value) =>
        value.IsEmpty ? "an object or a list" : $"'{System.Text.Encoding.UTF8.GetString(value[..Math.Min(40, value.Length)])}'";

    private static MergeList Merges(string path)
    {
        string[] lines = Guarded(path, () => File.ReadAllLines(path));
        // Only the first line is a head: '#' begins merges, too.
        int first = lines.Length > 0 && lines[0].StartsWith("#version", StringComparison.Ordinal) ? 1 : 0;
        return new MergeList(lines, first, index => $"{path}, line {index + 1}");
    }

    private static T Open<T>(string path, Func<ReadOnlyMemory<byte>, string, T> read) => Guarded(path, () =>
    {
        byte[] bytes = File.ReadAllBytes(path);
        int mark = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        return read(bytes.AsMemory(mark), path);
    });

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (JsonException error)
        {
            string found = error.Message.Split(" LineNumber:")[0];
            string place = $"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}";
            throw new InputException($"{path} is damaged at {place}: expected JSON; {found}", error);
        }
        catch (InvalidOperationException error)
        {
            throw new InputException($"{path} is damaged: expected text in UTF-8; {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be read: {error.Message}", error);
        }
    }
}

using Microsoft.ML.Tokenizers;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>
/// Byte-pair merging by Microsoft.ML.Tokenizers. Only the merging: splitting and positions are ours, as the library
/// counts UTF-16 positions. Safe for many threads: its cache locks, and this path only reads the rest.
/// </summary>
/// <remarks>
/// Its time grows with the square of the length of one word without a blank: 10,000 letters take 50 ms, 100,000 take 2 s.
/// </remarks>
internal sealed class BytePairs
{
    private readonly BpeTokenizer library;

    /// <exception cref="InputException">A piece or a merge cannot be used.</exception>
    public BytePairs(TokenizerModel model, string unknown)
    {
        // The library's own reading of the two files takes longer and gives no table of pieces.
        var options = new BpeOptions(model.Vocabulary) { Merges = model.Merges.Written, UnknownToken = unknown };
        try
        {
            library = BpeTokenizer.Create(options);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            throw new InputException(Complaint(model) ?? $"{model.Source}: {error.Message}", error);
        }
    }

    /// <summary>The ids of a piece of text in byte-level letters; a letter without an id of its own becomes the unknown token.</summary>
    public IReadOnlyList<int> Merge(ReadOnlySpan<char> letters) =>
        library.EncodeToIds(letters, considerPreTokenization: false, considerNormalization: false);

    // Asked only after the library has refused: it tells neither file nor line, and a check before would read all twice.
    private static string? Complaint(TokenizerModel model)
    {
        var ids = new Dictionary<string, int>();
        foreach ((string piece, int id) in model.Vocabulary)
        {
            if (!ids.TryAdd(piece, id)) return $"{model.Source}: piece '{piece}' has the ids {ids[piece]} and {id}; expected one.";
        }
        var seen = new Dictionary<string, int>();
        for (int i = model.Merges.First; i < model.Merges.Lines.Length; i++)
        {
            string merge = model.Merges.Lines[i];
            if (merge.Length == 0) continue;
            if (!seen.TryAdd(merge, i)) return $"{model.Merges.Place(i)} repeats the merge '{merge}' of {model.Merges.Place(seen[merge])}.";
            if (Complaint(merge, ids) is string complaint) return $"{model.Merges.Place(i)}: {complaint}.";
        }
        return null;
    }

    private static string? Complaint(string merge, Dictionary<string, int> ids)
    {
        string[] parts = merge.Split(' ');
        if (parts.Length != 2 || parts.Contains("")) return $"expected two pieces with one blank between them, found '{merge}'";
        string? missing = parts.Append(string.Concat(parts)).FirstOrDefault(piece => !ids.ContainsKey(piece));
        return missing is null ? null : $"the merge '{merge}' needs the piece '{missing}'; expected it in the vocabulary, did not find it";
    }
}

using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>What the files of a tokenizer say.</summary>
/// <param name="Source">The file with the vocabulary, for complaints.</param>
/// <param name="Vocabulary">Every piece and its id.</param>
/// <param name="Merges">The merges, first come first merged.</param>
/// <param name="Added">Tokens found in the text as written, as far as the files name them.</param>
/// <param name="AddPrefixSpace">Whether plain text that begins without a blank is read as if it had one.</param>
internal sealed record TokenizerModel(
    string Source,
    List<KeyValuePair<string, int>> Vocabulary,
    MergeList Merges,
    IReadOnlyList<AddedToken> Added,
    bool AddPrefixSpace)
{
    /// <summary>The pieces by id.</summary>
    /// <exception cref="InputException">The ids are not 0, 1, 2, … to the last.</exception>
    public string[] PiecesById()
    {
        string[] pieces = new string[Vocabulary.Count];
        foreach ((string piece, int id) in Vocabulary)
        {
            if ((uint)id >= (uint)pieces.Length)
                throw new InputException($"{Source}: piece '{piece}' has the id {id}; expected ids from 0 to {pieces.Length - 1}.");
            if (pieces[id] is not null)
                throw new InputException($"{Source}: the id {id} belongs to '{pieces[id]}' and to '{piece}'; expected one piece.");
            pieces[id] = piece;
        }
        return pieces;
    }
}

/// <summary>Merges as written, "left right", and how to name the place of one.</summary>
/// <param name="Lines">The lines or entries.</param>
/// <param name="First">Index of the first merge, after the head line.</param>
/// <param name="Place">File and line of an index.</param>
internal sealed record MergeList(string[] Lines, int First, Func<int, string> Place)
{
    public IEnumerable<string> Written => Lines.Skip(First).Where(line => line.Length > 0);
}

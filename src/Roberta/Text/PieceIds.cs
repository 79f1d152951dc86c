using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>A vocabulary by piece and by id.</summary>
internal static class PieceIds
{
    /// <exception cref="InputException">A piece is there twice.</exception>
    public static Dictionary<string, int> Of(List<KeyValuePair<string, int>> vocabulary, string source)
    {
        var ids = new Dictionary<string, int>(vocabulary.Count);
        foreach ((string piece, int id) in vocabulary)
        {
            if (!ids.TryAdd(piece, id)) throw new InputException($"{source}: piece '{piece}' has the ids {ids[piece]} and {id}; expected one.");
        }
        return ids;
    }

    /// <summary>The pieces by id.</summary>
    /// <exception cref="InputException">The ids are not 0, 1, 2, … to the last.</exception>
    public static string[] Pieces(List<KeyValuePair<string, int>> vocabulary, string source)
    {
        string[] pieces = new string[vocabulary.Count];
        foreach ((string piece, int id) in vocabulary)
        {
            if ((uint)id >= (uint)pieces.Length)
                throw new InputException($"{source}: piece '{piece}' has the id {id}; expected ids from 0 to {pieces.Length - 1}.");
            if (pieces[id] is not null)
                throw new InputException($"{source}: the id {id} belongs to '{pieces[id]}' and to '{piece}'; expected one piece.");
            pieces[id] = piece;
        }
        return pieces;
    }
}

using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>Compares tokenizer.json with vocab.json and merges.txt beside it: one of them would be read without a word about the other.</summary>
internal static class SameFiles
{
    private const string Remedy = "remove the one that does not belong to this model";

    public static void CheckPieces(TokenizerModel model, List<KeyValuePair<string, int>> vocabulary, string path)
    {
        Dictionary<string, int> ids = PieceIds.Of(vocabulary, path);
        foreach ((string piece, int id) in model.Vocabulary)
        {
            bool there = ids.Remove(piece, out int other);
            if (there && other == id) continue;
            throw new InputException($"{model.Source} gives the piece '{piece}' the id {id}, but {path} {(there ? $"the id {other}" : "none")}; {Remedy}.");
        }
        // What was added later stands in vocab.json of some, and under added_tokens in tokenizer.json.
        foreach ((string piece, int id) in ids)
        {
            if (!model.Added.Any(added => added.Token.Text == piece && added.Token.Id == id))
                throw new InputException($"{path} gives the piece '{piece}' the id {id}, but {model.Source} none; {Remedy}.");
        }
    }

    public static void CheckMerges(MergeList merges, MergeList beside, string path, string single)
    {
        int number = 0;
        foreach (var (one, other) in merges.Written.Zip(beside.Written))
        {
            number++;
            if (one != other) throw new InputException($"Merge {number} is '{one}' in {single}, but '{other}' in {path}; {Remedy}.");
        }
        int count = merges.Written.Count(), others = beside.Written.Count();
        if (count != others) throw new InputException($"{single} has {count} merges, but {path} has {others}; {Remedy}.");
    }
}

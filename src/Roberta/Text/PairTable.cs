using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>Which two pieces are merged, how early, and what they become.</summary>
internal sealed class PairTable
{
    /// <summary>The rank of what is never merged.</summary>
    public const int None = int.MaxValue;

    private readonly Dictionary<long, (int Rank, int Made)> pairs;

    private PairTable(int capacity) => pairs = new(capacity);

    /// <summary>Rank and product of a pair; <see cref="None"/> if it is never merged.</summary>
    public (int Rank, int Made) Find(int left, int right) => pairs.TryGetValue(Key(left, right), out var found) ? found : (None, 0);

    /// <summary>Looks up the pieces of a list of merges.</summary>
    /// <exception cref="InputException">A merge has not two pieces, is there twice, or needs or makes a piece that is not in the vocabulary.</exception>
    public static PairTable Of(MergeList merges, Dictionary<string, int> ids)
    {
        var table = new PairTable(merges.Lines.Length);
        var lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> made = stackalloc char[128];
        for (int i = merges.First; i < merges.Lines.Length; i++)
        {
            ReadOnlySpan<char> line = merges.Lines[i];
            if (line.IsEmpty) continue;
            if (line.Length > made.Length) made = new char[line.Length];
            int blank = line.IndexOf(' ');
            if (blank <= 0 || blank == line.Length - 1 || line[(blank + 1)..].Contains(' '))
                throw new InputException($"{merges.Place(i)}: expected two pieces with one blank between them, found '{Shown(merges.Lines[i])}'.");
            line[..blank].CopyTo(made);
            line[(blank + 1)..].CopyTo(made[blank..]);
            if (!lookup.TryGetValue(line[..blank], out int left) || !lookup.TryGetValue(line[(blank + 1)..], out int right)
                || !lookup.TryGetValue(made[..(line.Length - 1)], out int id))
                throw Missing(merges, i, ids);
            if (!table.pairs.TryAdd(Key(left, right), (i, id))) throw Twice(merges, i);
        }
        return table;
    }

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;

    private static string Shown(string line) => line.Length > 60 ? line[..60] + "…" : line;

    private static InputException Missing(MergeList merges, int index, Dictionary<string, int> ids)
    {
        string merge = merges.Lines[index];
        string missing = merge.Split(' ').Append(merge.Replace(" ", "")).First(piece => !ids.ContainsKey(piece));
        return new($"{merges.Place(index)}: the merge '{merge}' needs the piece '{missing}'; expected it in the vocabulary, did not find it.");
    }

    private static InputException Twice(MergeList merges, int index)
    {
        int earlier = Array.IndexOf(merges.Lines, merges.Lines[index], merges.First);
        return new($"{merges.Place(index)} repeats the merge '{merges.Lines[index]}' of {merges.Place(earlier)}.");
    }
}

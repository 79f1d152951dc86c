namespace PureSaliency.Roberta.Text;

/// <summary>
/// The ids of words met before, so that usual text is merged once. A fixed number of places, each for the word that came last: memory is
/// bounded by some 10 MB, and entries that never change need no lock.
/// </summary>
internal sealed class MergeCache
{
    private const int Places = 1 << 16;

    /// <summary>Longer words seldom come again.</summary>
    public const int Longest = 24;

    private readonly Entry?[] entries = new Entry?[Places];

    public int[]? Find(ReadOnlySpan<char> word)
    {
        Entry? entry = Volatile.Read(ref Place(word));
        return entry is not null && word.SequenceEqual(entry.Word) ? entry.Ids : null;
    }

    public void Keep(ReadOnlySpan<char> word, int[] ids) => Volatile.Write(ref Place(word), new Entry(word.ToString(), ids));

    private ref Entry? Place(ReadOnlySpan<char> word) => ref entries[string.GetHashCode(word) & (Places - 1)];

    private sealed record Entry(string Word, int[] Ids);
}

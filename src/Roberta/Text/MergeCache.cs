namespace PureSaliency.Roberta.Text;

/// <summary>
/// The ids of words met before, so that usual text is merged once. A fixed number of places, each for the word that came last: memory is
/// bounded by some 10 MB, and entries that never change need no lock.
/// </summary>
internal sealed class MergeCache
{
    private const int Pages = 256, PageSize = 256;

    /// <summary>Longer words seldom come again.</summary>
    public const int Longest = 24;

    // Most tokenizers read a few texts and need a few of the pages.
    private readonly Entry?[]?[] pages = new Entry?[Pages][];

    public int[]? Find(ReadOnlySpan<char> word)
    {
        int place = Place(word);
        Entry? entry = Volatile.Read(ref pages[place / PageSize]) is { } page ? Volatile.Read(ref page[place % PageSize]) : null;
        return entry is not null && word.SequenceEqual(entry.Word) ? entry.Ids : null;
    }

    public void Keep(ReadOnlySpan<char> word, int[] ids)
    {
        int place = Place(word);
        ref Entry?[]? page = ref pages[place / PageSize];
        Entry?[] there = Volatile.Read(ref page) ?? Interlocked.CompareExchange(ref page, new Entry?[PageSize], null) ?? page!;
        Volatile.Write(ref there[place % PageSize], new Entry(word.ToString(), ids));
    }

    private static int Place(ReadOnlySpan<char> word) => string.GetHashCode(word) & (Pages * PageSize - 1);

    private sealed record Entry(string Word, int[] Ids);
}

using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// Documents end to end, cut into blocks <c>&lt;s&gt; … &lt;/s&gt;</c> of one length that cross the borders of documents, between
/// which <c>&lt;/s&gt;</c> stands (the full sentences of Liu et al. 2019). Each pass over the text cuts at other places and takes
/// the blocks in another order; what block a number means depends on the seed and the number alone.
/// </summary>
public sealed class PackedText
{
    private readonly int[] ids;
    private readonly int length, begin, end;
    private readonly ulong seed;
    private (int Pass, int[] Order) order = (-1, []);

    /// <summary>Documents, each followed by <c>&lt;/s&gt;</c>, as blocks of <paramref name="length"/> tokens.</summary>
    /// <exception cref="InputException">They do not fill one block.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A block would have no room for a token between its marks.</exception>
    public PackedText(int[] ids, Tokenizer tokenizer, int length, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 3);
        (this.ids, this.length, this.seed) = (ids, length, seed);
        (begin, end) = (tokenizer.BeginId, tokenizer.EndId);
        if (ids.Length < 2 * Content)
            throw new InputException($"The text has {ids.Length} tokens, expected at least {2 * Content} for blocks of {length}.");
    }

    private int Content => length - 2;

    /// <summary>Blocks of one pass over the text.</summary>
    public int Blocks => ids.Length / Content - 1;

    /// <summary>Block <paramref name="number"/> of an endless sequence of passes, and a key for its masks.</summary>
    public (int[] Ids, ulong Key) Block(long number)
    {
        int pass = (int)(number / Blocks), index = (int)(number % Blocks);
        ulong key = CounterRandom.Key(seed, (ulong)pass);
        if (order.Pass != pass) order = (pass, CounterRandom.Permutation(key, Blocks));
        int first = CounterRandom.Below(key, uint.MaxValue, Content) + order.Order[index] * Content;
        return ([begin, .. ids.AsSpan(first, Content), end], CounterRandom.Key(key, (ulong)order.Order[index] + 1));
    }

    /// <summary>All blocks in the order of the text, from its beginning, with keys for their masks: for evaluation.</summary>
    public IEnumerable<(int[] Ids, ulong Key)> InOrder()
    {
        for (int block = 0; block <= Blocks; block++)
            yield return ([begin, .. ids.AsSpan(block * Content, Content), end], CounterRandom.Key(seed, (ulong)block));
    }
}

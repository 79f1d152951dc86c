using System.Runtime.CompilerServices;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Text;

/// <summary>
/// Byte-pair merging: of all neighbours that may be merged the pair that stands first in the list, of equal ones the leftmost, until none is
/// left (Sennrich et al. 2016). Safe for many threads.
/// </summary>
internal sealed class BytePairs
{
    /// <summary>Stands in results for a byte that the vocabulary has no piece for.</summary>
    public const int NoPiece = -1;

    // Longer words go through a queue; shorter ones are quicker looked through.
    private const int Short = 32;

    private readonly int[] letters;
    private readonly PairTable pairs;

    /// <param name="ids">Ids of the pieces.</param>
    /// <param name="merges">Which pieces are merged, first come first merged.</param>
    /// <exception cref="InputException">A merge cannot be used.</exception>
    public BytePairs(IReadOnlyDictionary<string, int> ids, PairTable merges)
    {
        letters = [.. Enumerable.Range(0, 256).Select(value => ids.GetValueOrDefault(ByteLevel.Letter((byte)value), NoPiece))];
        pairs = merges;
    }

    /// <summary>Whether each byte has a piece of its own.</summary>
    public bool IsComplete => !letters.Contains(NoPiece);

    /// <summary>The ids of a stretch of UTF-8; a byte without a piece is <see cref="NoPiece"/>, which nothing merges with.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public int[] Merge(ReadOnlySpan<byte> bytes, CancellationToken cancellation = default)
    {
        if (bytes.Length > Short)
        {
            var ids = new int[bytes.Length];
            Spell(bytes, ids);
            return new LongMerge(pairs, ids).Run(cancellation);
        }
        Span<int> few = stackalloc int[Short];
        few = few[..bytes.Length];
        Spell(bytes, few);
        return few[..MergeShort(few)].ToArray();
    }

    private void Spell(ReadOnlySpan<byte> bytes, Span<int> ids)
    {
        for (int i = 0; i < bytes.Length; i++) ids[i] = letters[bytes[i]];
    }

    // Entry i of ranks and made is about the pair of ids i and i + 1.
    [SkipLocalsInit]
    private int MergeShort(Span<int> ids)
    {
        Span<int> ranks = stackalloc int[Short], made = stackalloc int[Short];
        int count = ids.Length;
        for (int i = 0; i + 1 < count; i++) (ranks[i], made[i]) = pairs.Find(ids[i], ids[i + 1]);
        while (count > 1)
        {
            int best = 0;
            for (int i = 1; i + 1 < count; i++)
                if (ranks[i] < ranks[best]) best = i;
            if (ranks[best] == PairTable.None) break;
            ids[best] = made[best];
            ids[(best + 2)..count].CopyTo(ids[(best + 1)..]);
            if (best + 2 < count)
            {
                ranks[(best + 2)..(count - 1)].CopyTo(ranks[(best + 1)..]);
                made[(best + 2)..(count - 1)].CopyTo(made[(best + 1)..]);
            }
            count--;
            if (best > 0) (ranks[best - 1], made[best - 1]) = pairs.Find(ids[best - 1], ids[best]);
            if (best + 1 < count) (ranks[best], made[best]) = pairs.Find(ids[best], ids[best + 1]);
        }
        return count;
    }
}

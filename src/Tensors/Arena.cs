namespace PureSaliency.Tensors;

/// <summary>A piece of memory from which an arena is made.</summary>
internal interface IBlock : IDisposable
{
    long Bytes { get; }
}

/// <summary>
/// Memory taken piece by piece and given back as a whole. Blocks are kept for the next pass; those that were made for one that
/// needed more than usual may go again.
/// </summary>
/// <param name="smallest">Bytes of the first block; each further one is twice as large.</param>
/// <param name="create">Makes a block of so many bytes.</param>
/// <param name="patience">After so many passes, blocks go that none of them has reached; none go if null.</param>
internal sealed class Arena<TBlock>(long smallest, Func<long, TBlock> create, int? patience = null) : IDisposable where TBlock : IBlock
{
    private const long Alignment = 64;
    private readonly List<TBlock> blocks = [];
    private int block, highest, passes;
    private long offset;

    /// <summary>Bytes of all blocks.</summary>
    public long Bytes => blocks.Sum(taken => taken.Bytes);

    public ArenaMark Mark() => new(block, offset);

    public void Release(ArenaMark mark)
    {
        highest = Math.Max(highest, block);
        (block, offset) = (mark.Block, mark.Offset);
        if (block > 0 || offset > 0 || patience is null || ++passes < patience) return;
        while (blocks.Count > highest + 1) DropLast();
        (highest, passes) = (0, 0);
    }

    /// <summary>Lets the largest blocks go until no more than some bytes are held; does nothing within a pass.</summary>
    public void Trim(long keep)
    {
        if (block > 0 || offset > 0) return;
        while (blocks.Count > 0 && Bytes > keep) DropLast();
        (highest, passes) = (0, 0);
    }

    /// <summary>Aligned memory with undefined contents: a block and where in it the piece begins.</summary>
    public (TBlock Block, long Offset) Take(long bytes)
    {
        bytes = Math.Max(Alignment, (bytes + Alignment - 1) / Alignment * Alignment);
        while (block < blocks.Count && offset + bytes > blocks[block].Bytes) (block, offset) = (block + 1, 0);
        if (block == blocks.Count) blocks.Add(create(Math.Max(bytes, blocks.Count == 0 ? smallest : 2 * blocks[^1].Bytes)));
        var taken = (blocks[block], offset);
        offset += bytes;
        return taken;
    }

    public void Dispose()
    {
        while (blocks.Count > 0) DropLast();
    }

    private void DropLast()
    {
        blocks[^1].Dispose();
        blocks.RemoveAt(blocks.Count - 1);
    }
}

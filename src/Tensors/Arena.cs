namespace PureSaliency.Tensors;

/// <summary>A piece of memory from which an arena is made.</summary>
internal interface IBlock : IDisposable
{
    long Bytes { get; }
}

/// <summary>Memory taken piece by piece and given back as a whole; blocks are kept for the next pass.</summary>
/// <param name="smallest">Bytes of the first block; each further one is twice as large.</param>
/// <param name="create">Makes a block of so many bytes.</param>
internal sealed class Arena<TBlock>(long smallest, Func<long, TBlock> create) : IDisposable where TBlock : IBlock
{
    private const long Alignment = 64;
    private readonly List<TBlock> blocks = [];
    private int block;
    private long offset;

    /// <summary>Bytes of all blocks.</summary>
    public long Bytes => blocks.Sum(taken => taken.Bytes);

    public ArenaMark Mark() => new(block, offset);

    public void Release(ArenaMark mark) => (block, offset) = (mark.Block, mark.Offset);

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
        foreach (var taken in blocks) taken.Dispose();
        blocks.Clear();
    }
}

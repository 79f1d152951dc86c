namespace PureSaliency.Tensors;

/// <summary>Native memory taken piece by piece and given back as a whole; blocks are kept for the next pass.</summary>
internal sealed unsafe class Arena : IDisposable
{
    private const long SmallestBlock = 1 << 20, Alignment = 64;
    private readonly List<NativeBlock> blocks = [];
    private int block;
    private long offset;

    public ArenaMark Mark() => new(block, offset);

    public void Release(ArenaMark mark) => (block, offset) = (mark.Block, mark.Offset);

    /// <summary>Aligned memory with undefined contents.</summary>
    public void* Take(long bytes)
    {
        bytes = Math.Max(Alignment, (bytes + Alignment - 1) / Alignment * Alignment);
        while (block < blocks.Count && offset + bytes > (long)blocks[block].Bytes) (block, offset) = (block + 1, 0);
        if (block == blocks.Count)
        {
            long doubled = blocks.Count == 0 ? SmallestBlock : 2 * (long)blocks[^1].Bytes;
            blocks.Add(new NativeBlock((nuint)Math.Max(bytes, doubled), zeroed: false));
        }
        void* taken = (byte*)blocks[block].Pointer + offset;
        offset += bytes;
        return taken;
    }

    public void Dispose()
    {
        foreach (var taken in blocks) taken.Dispose();
        blocks.Clear();
    }
}

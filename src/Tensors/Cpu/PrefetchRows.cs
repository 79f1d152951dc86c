namespace PureSaliency.Tensors;

/// <summary>Rows of memory that are wanted next, prefetched piece by piece while the tiles before them are computed.</summary>
internal unsafe struct PrefetchRows
{
    private readonly byte* first;
    private readonly nint row, part;
    private readonly int rows, parts, tiles;
    private int tile;

    /// <param name="first">Where the rows begin.</param>
    /// <param name="row">Bytes from one to the next.</param>
    /// <param name="rows">How many.</param>
    /// <param name="width">Bytes wanted of each.</param>
    /// <param name="tiles">Tiles computed meanwhile.</param>
    /// <param name="steps">Steps of each tile, one line prefetched at each.</param>
    public PrefetchRows(byte* first, nint row, int rows, nint width, int tiles, int steps)
    {
        this.first = first;
        this.row = row;
        this.rows = rows;
        this.tiles = tiles;
        if (rows <= 0 || steps == 0) return;
        parts = Math.Max(1, tiles / rows);
        part = width / parts;
        Step = (part + steps - 1) / steps;
    }

    /// <summary>Bytes from one step to the next.</summary>
    public nint Step { get; }

    /// <summary>Where the next tile begins to prefetch. Too few tiles leave rows out, evenly.</summary>
    public byte* Next()
    {
        if (Step == 0) return first - row;
        int i = tile++;
        long at = tiles >= rows ? i / parts : (long)i * rows / tiles;
        return first + (nint)Math.Min(at, rows - 1) * row + i % parts * part;
    }
}

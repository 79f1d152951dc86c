using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>An <see cref="AttentionLayout"/> on the accelerator.</summary>
internal readonly struct GpuLayout(ArrayView<int> bounds, ArrayView<int> offsets, int heads, int firstOnly)
{
    public int Heads => heads;

    public int Length(int sequence) => bounds[sequence + 1] - bounds[sequence];

    public int Queries(int sequence) => firstOnly != 0 ? 1 : Length(sequence);

    /// <summary>The row of a sequence's first query.</summary>
    public int FirstQuery(int sequence) => firstOnly != 0 ? sequence : bounds[sequence];

    /// <summary>The row of a sequence's first key.</summary>
    public int FirstKey(int sequence) => bounds[sequence];

    /// <summary>Where the (m, n) matrix of a sequence's head begins.</summary>
    public int Offset(int sequence, int head) => offsets[sequence] + head * Queries(sequence) * Length(sequence);
}

/// <summary>Which of the factors of attention are multiplied: P (m, n), what belongs to queries (m, D), what to keys (n, D).</summary>
internal enum HeadProduct
{
    /// <summary>Of queries and keys, (m, n): A·Bᵀ.</summary>
    Scores,

    /// <summary>Of P and keys, (m, D): P·B.</summary>
    ToQueries,

    /// <summary>Of P and queries, (n, D): Pᵀ·B.</summary>
    ToKeys,
}

/// <summary>The products of all heads of all sequences; head h stands in columns hD … hD + D − 1 of matrices of some width.</summary>
internal readonly struct HeadProducts(GpuLayout layout, HeadProduct which, int width) : IProducts
{
    private readonly int which = (int)which;

    public Extent At(int index)
    {
        int sequence = index / layout.Heads, head = index % layout.Heads, size = width / layout.Heads;
        int m = layout.Queries(sequence), n = layout.Length(sequence);
        var weights = layout.Offset(sequence, head);
        long queries = (long)layout.FirstQuery(sequence) * width + head * size, keys = (long)layout.FirstKey(sequence) * width + head * size;
        if (which == (int)HeadProduct.Scores) return new(m, n, size, new(queries, width), new(keys, 1, width), new(weights, n));
        return which == (int)HeadProduct.ToQueries
            ? new(m, size, n, new(weights, n), new(keys, width), new(queries, width))
            : new(n, size, m, new(weights, 1, n), new(queries, width), new(keys, width));
    }
}

/// <summary>The rows of P.</summary>
internal readonly struct HeadRows(GpuLayout layout) : IRows
{
    public long First(int part, int index) => layout.Offset(part / layout.Heads, part % layout.Heads) + (long)index * layout.Length(part / layout.Heads);

    public int Length(int part, int index) => index < layout.Queries(part / layout.Heads) ? layout.Length(part / layout.Heads) : 0;
}

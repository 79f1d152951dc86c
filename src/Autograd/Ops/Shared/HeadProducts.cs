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

/// <summary>
/// The products of some heads of all sequences; head h stands in columns hD … hD + D − 1 of matrices of some width. P begins
/// with the first of these heads, <paramref name="start"/> probabilities into the P of all.
/// </summary>
internal readonly struct HeadProducts(GpuLayout layout, HeadProduct which, int width, int first, int start) : IProducts
{
    private readonly int which = (int)which;

    public Extent At(int index)
    {
        int sequence = (first + index) / layout.Heads, head = (first + index) % layout.Heads, size = width / layout.Heads;
        int m = layout.Queries(sequence), n = layout.Length(sequence);
        int weights = layout.Offset(sequence, head) - start;
        long queries = (long)layout.FirstQuery(sequence) * width + head * size, keys = (long)layout.FirstKey(sequence) * width + head * size;
        if (which == (int)HeadProduct.Scores) return new(m, n, size, new(queries, width), new(keys, 1, width), new(weights, n));
        return which == (int)HeadProduct.ToQueries
            ? new(m, size, n, new(weights, n), new(keys, width), new(queries, width))
            : new(n, size, m, new(weights, 1, n), new(queries, width), new(keys, width));
    }
}

/// <summary>The rows of P of some heads.</summary>
internal readonly struct HeadRows(GpuLayout layout, int first, int start) : IRows
{
    public long First(int part, int index)
    {
        int sequence = (first + part) / layout.Heads, head = (first + part) % layout.Heads;
        return layout.Offset(sequence, head) - start + (long)index * layout.Length(sequence);
    }

    public int Length(int part, int index)
    {
        int sequence = (first + part) / layout.Heads;
        return index < layout.Queries(sequence) ? layout.Length(sequence) : 0;
    }
}

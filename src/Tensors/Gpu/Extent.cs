namespace PureSaliency.Tensors;

/// <summary>A matrix within a view: element (i, j) lies at Offset + i·Row + j·Column.</summary>
internal readonly struct Place(long offset, int row, int column = 1)
{
    public readonly long Offset = offset;
    public readonly int Row = row, Column = column;

    public long At(int i, int j) => Offset + (long)i * Row + (long)j * Column;
}

/// <summary>One product C (M, N) = A (M, K) · B (K, N): sizes and places.</summary>
internal readonly struct Extent(int rows, int columns, int inner, Place a, Place b, Place c)
{
    public readonly int Rows = rows, Columns = columns, Inner = inner;
    public readonly Place A = a, B = b, C = c;
}

/// <summary>Products that one launch computes.</summary>
internal interface IProducts
{
    /// <summary>The product of that number; asked for on the accelerator.</summary>
    Extent At(int index);
}

/// <summary>A single product.</summary>
internal readonly struct OneProduct(Extent extent) : IProducts
{
    public Extent At(int index) => extent;
}

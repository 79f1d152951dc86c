using System.Numerics;
using ILGPU;

namespace PureSaliency.Tensors;

/// <summary>What becomes of a sum: C = factor · sum + bias, or C += factor · sum.</summary>
internal readonly struct Epilogue<T>(ArrayView<T> c, ArrayView<T> bias, T factor, bool hasBias, bool accumulate)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Not bool: accelerators disagree about its size.
    private readonly int hasBias = hasBias ? 1 : 0, accumulate = accumulate ? 1 : 0;

    /// <summary>The same for float32, which T then is.</summary>
    public Epilogue<float> Cast() =>
        new(c.Cast<float>(), bias.Cast<float>(), float.CreateTruncating(factor), hasBias != 0, accumulate != 0);

    public void Put(long at, int column, T sum)
    {
        T value = factor * sum;
        if (hasBias != 0) value += bias[column];
        if (accumulate != 0) value += c[at];
        c[at] = value;
    }
}

/// <summary>The part of C that is really there.</summary>
internal readonly struct Target<T>(Epilogue<T> epilogue, Extent extent) where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Put(int row, int column, T sum)
    {
        if (row < extent.Rows && column < extent.Columns) epilogue.Put(extent.C.At(row, column), column, sum);
    }
}

/// <summary>
/// C = A·B, or many of them: each group computes a tile of C, bringing slices of A and B into shared memory, each thread
/// Side × Side sums in registers. Every element is one chain in the order of k, whatever the tile.
/// Grid: tiles of columns, tiles of rows, products.
/// </summary>
internal readonly struct MatrixProduct<T, TProducts, TSums, TShape>(
    TProducts products, ArrayView<T> a, ArrayView<T> b, Epilogue<T> epilogue) : ITileKernel
    where T : unmanaged, IFloatingPointIeee754<T>
    where TProducts : struct, IProducts
    where TSums : unmanaged, ISums<TSums, T>
    where TShape : unmanaged, ITileShape
{
    /// <summary>Rows of C in a tile, and columns.</summary>
    public static int Width => TSums.Side * TShape.Side;

    public static int Threads => TShape.Side * TShape.Side;

    // A line is a bit longer than the tile, so that threads of a warp that write a column hit different banks.
    private static int Pitch => Width + 4;

    public void Run()
    {
        var extent = products.At(Grid.IdxZ);
        int row = Grid.IdxY * Width, column = Grid.IdxX * Width;
        // Tiles that are not there have nothing to sum; a return before a barrier is not for every driver, even of whole groups.
        int inner = row < extent.Rows && column < extent.Columns ? extent.Inner : 0;
        var left = SharedMemory.Allocate<T>(Pitch * TShape.Depth);                                      // (Depth, Width)
        var right = SharedMemory.Allocate<T>(Pitch * TShape.Depth);                                     // (Depth, Width)
        int x = Group.IdxX % TShape.Side * TSums.Side, y = Group.IdxX / TShape.Side * TSums.Side;
        TSums sums = default;
        for (int k = 0; k < inner; k += TShape.Depth)
        {
            Bring(a, left, extent.A.Offset, extent.A.Row, extent.A.Column, row, extent.Rows, k, extent.Inner);
            Bring(b, right, extent.B.Offset, extent.B.Column, extent.B.Row, column, extent.Columns, k, extent.Inner);
            Group.Barrier();
            for (int i = 0; i < TShape.Depth; i++) sums = TSums.Add(sums, left, i * Pitch + y, right, i * Pitch + x);
            Group.Barrier();
        }
        TSums.Put(sums, new(epilogue, extent), row + y, column + x);
    }

    // A slice of Depth steps by Width places; neighbouring threads read neighbouring addresses, along whichever is contiguous.
    private static void Bring(
        ArrayView<T> from, ArrayView<T> to, long offset, int placeStride, int stepStride, int place, int places, int step, int steps)
    {
        bool alongSteps = stepStride == 1;
        for (int i = Group.IdxX; i < Width * TShape.Depth; i += Threads)
        {
            int p = alongSteps ? i / TShape.Depth : i % Width, k = alongSteps ? i % TShape.Depth : i / Width;
            bool real = place + p < places && step + k < steps;
            to[k * Pitch + p] = real ? from[offset + (long)(place + p) * placeStride + (long)(step + k) * stepStride] : T.Zero;
        }
    }
}

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

    public void Store(long at, int column, T sum)
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
    public void Store(int row, int column, T sum)
    {
        if (row < extent.Rows && column < extent.Columns) epilogue.Store(extent.C.At(row, column), column, sum);
    }
}

/// <summary>
/// C = A·B, or many of them: each group computes a tile of C, staging slices of A and B in shared memory, each thread
/// Side × Side sums in registers. Every element is one chain in the order of k, whatever the tile. The next slice is on its way in
/// registers while one is multiplied: memory answers after hundreds of cycles.
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

    /// <summary>Whether a thread can stage its share of a slice: at most eight elements, by threads that are whole lines along either side.</summary>
    public static bool Fits => Share <= 8 && Threads % Width == 0 && Threads % TShape.Depth == 0;

    // A line is a bit longer than the tile, so that threads of a warp that write a column hit different banks.
    private static int Pitch => Width + 2;

    public void Run()
    {
        var extent = products.At(Grid.IdxZ);
        int row = Grid.IdxY * Width, column = Grid.IdxX * Width;
        // Tiles that are not there have nothing to sum; a return before a barrier is not for every driver, even of whole groups.
        int inner = row < extent.Rows && column < extent.Columns ? extent.Inner : 0;
        var left = SharedMemory.Allocate<T>(Pitch * TShape.Depth);                                      // (Depth, Width)
        var right = SharedMemory.Allocate<T>(Pitch * TShape.Depth);                                     // (Depth, Width)
        // Neighbouring threads have neighbouring columns, which lie in different banks and are written side by side.
        int x = Group.IdxX % TShape.Side, y = Group.IdxX / TShape.Side * TSums.Side;
        TSums sums = default;
        var ofA = Slice(extent.A.Offset, extent.A.Row, extent.A.Column, row, extent.Rows, extent.Inner);
        var ofB = Slice(extent.B.Offset, extent.B.Column, extent.B.Row, column, extent.Columns, extent.Inner);
        Held8<T> heldA = default, heldB = default;
        if (inner > 0)
        {
            heldA = ofA.Load(a, 0, Share);
            heldB = ofB.Load(b, 0, Share);
        }
        for (int k = 0; k < inner; k += TShape.Depth)
        {
            Stage(heldA, left, ofA);
            Stage(heldB, right, ofB);
            Group.Barrier();
            heldA = ofA.Load(a, k + TShape.Depth, Share);
            heldB = ofB.Load(b, k + TShape.Depth, Share);
            for (int i = 0; i < TShape.Depth; i += 2)
            {
                sums = Step(sums, left, i * Pitch + y, right, i * Pitch + x);
                sums = Step(sums, left, (i + 1) * Pitch + y, right, (i + 1) * Pitch + x);
            }
            Group.Barrier();
        }
        TSums.Store(sums, new(epilogue, extent), row + y, column + x, TShape.Side);
    }

    private static TSums Step(TSums sums, ArrayView<T> left, int first, ArrayView<T> right, int second) => TSums.Add(
        sums, left.SubView(first, TSums.Side), right.SubView(second, (TSums.Side - 1) * TShape.Side + 1), TShape.Side);

    private static void Stage(Held8<T> held, ArrayView<T> to, SliceOf<T> slice)
    {
        Write(held.V0, to, slice, 0);
        Write(held.V1, to, slice, 1);
        Write(held.V2, to, slice, 2);
        Write(held.V3, to, slice, 3);
        Write(held.V4, to, slice, 4);
        Write(held.V5, to, slice, 5);
        Write(held.V6, to, slice, 6);
        Write(held.V7, to, slice, 7);
    }

    // Elements of a slice that a thread stages.
    private static int Share => Width * TShape.Depth / Threads;

    private static SliceOf<T> Slice(long offset, int placeStride, int stepStride, int place, int places, int steps) =>
        new(offset, placeStride, stepStride, place, places, steps, Width, TShape.Depth, Threads, 1);

    private static void Write(T value, ArrayView<T> to, SliceOf<T> slice, int round)
    {
        if (round < Share) to[slice.At(round, Pitch)] = value;
    }
}

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
            heldA = Fetch(a, ofA, 0);
            heldB = Fetch(b, ofB, 0);
        }
        for (int k = 0; k < inner; k += TShape.Depth)
        {
            Put(heldA, left, ofA);
            Put(heldB, right, ofB);
            Group.Barrier();
            heldA = Fetch(a, ofA, k + TShape.Depth);
            heldB = Fetch(b, ofB, k + TShape.Depth);
            for (int i = 0; i < TShape.Depth; i += 2)
            {
                sums = Step(sums, left, i * Pitch + y, right, i * Pitch + x);
                sums = Step(sums, left, (i + 1) * Pitch + y, right, (i + 1) * Pitch + x);
            }
            Group.Barrier();
        }
        TSums.Put(sums, new(epilogue, extent), row + y, column + x, TShape.Side);
    }

    private static TSums Step(TSums sums, ArrayView<T> left, int first, ArrayView<T> right, int second) => TSums.Add(
        sums, left.SubView(first, TSums.Side), right.SubView(second, (TSums.Side - 1) * TShape.Side + 1), TShape.Side);

    // A thread's share of the slice of Depth steps from a step on; 0 where nothing is.
    private static Held8<T> Fetch(ArrayView<T> from, SliceOf<T> slice, int step) => new()
    {
        V0 = Read(from, slice, step, 0),
        V1 = Read(from, slice, step, 1),
        V2 = Read(from, slice, step, 2),
        V3 = Read(from, slice, step, 3),
        V4 = Read(from, slice, step, 4),
        V5 = Read(from, slice, step, 5),
        V6 = Read(from, slice, step, 6),
        V7 = Read(from, slice, step, 7),
    };

    private static void Put(Held8<T> held, ArrayView<T> to, SliceOf<T> slice)
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

    // Elements of a slice that a thread brings: at most eight, and the threads are whole lines of a slice, along either side.
    private static int Share => Width * TShape.Depth / Threads;

    private static SliceOf<T> Slice(long offset, int placeStride, int stepStride, int place, int places, int steps) =>
        new(offset, placeStride, stepStride, place, places, steps, Width, TShape.Depth, Threads, 1);

    private static T Read(ArrayView<T> from, SliceOf<T> slice, int step, int turn) =>
        turn < Share ? slice.Read(from, step, turn, 0) : T.Zero;

    private static void Write(T value, ArrayView<T> to, SliceOf<T> slice, int turn)
    {
        if (turn < Share) to[slice.At(turn, Pitch)] = value;
    }
}

/// <summary>
/// A thread's way through the slices of a factor: places are rows of A or columns of B, steps go along k, some of them to a unit that
/// one thread brings. Neighbouring threads read neighbouring addresses, along whichever is contiguous; from turn to turn a thread goes
/// on by a fixed distance.
/// </summary>
internal readonly struct SliceOf<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly long offset, begin, distance;
    private readonly int stepStride, first, firstUnit, furtherPlaces, furtherUnits, places, steps, unit;

    public SliceOf(
        long offset, int placeStride, int stepStride, int place, int places, int steps, int width, int units, int threads, int unit)
    {
        (this.offset, this.stepStride, this.places, this.steps, this.unit) = (offset, stepStride, places - place, steps, unit);
        bool alongSteps = stepStride == 1;
        first = alongSteps ? Group.IdxX / units : Group.IdxX % width;
        firstUnit = alongSteps ? Group.IdxX % units : Group.IdxX / width;
        furtherPlaces = alongSteps ? threads / units : 0;
        furtherUnits = alongSteps ? 0 : threads / width;
        begin = offset + (long)(place + first) * placeStride + (long)(firstUnit * unit) * stepStride;
        distance = (long)furtherPlaces * placeStride + (long)(furtherUnits * unit) * stepStride;
    }

    // Without a branch: instead of what is not there the first element is read and forgotten, so that all reads are on their way together.
    public T Read(ArrayView<T> from, int step, int turn, int ofUnit)
    {
        int k = step + ofUnit;
        bool real = (first + turn * furtherPlaces < places) & (k + (firstUnit + turn * furtherUnits) * unit < steps);
        T value = from[real ? begin + (long)k * stepStride + turn * distance : offset];
        return real ? value : T.Zero;
    }

    /// <summary>Where a unit goes in shared memory: a line per unit.</summary>
    public int At(int turn, int pitch) => (firstUnit + turn * furtherUnits) * pitch + first + turn * furtherPlaces;

    /// <summary>The same with a line per place.</summary>
    public int Across(int turn, int pitch) => (first + turn * furtherPlaces) * pitch + firstUnit + turn * furtherUnits;
}

/// <summary>What a thread has read and not yet written.</summary>
internal struct Held8<T> where T : unmanaged
{
    public T V0, V1, V2, V3, V4, V5, V6, V7;
}

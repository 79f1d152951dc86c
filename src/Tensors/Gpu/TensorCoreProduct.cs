using ILGPU;

namespace PureSaliency.Tensors;

/// <summary>
/// C = A·B of float32 matrices by a matrix unit: a group of eight warps computes 128 by 128 elements, each warp 64 by 32.
/// Slices of both factors are rounded to bfloat16, in pairs along k, as they come into shared memory; sums stay in float32.
/// Grid: tiles of columns, tiles of rows, products.
/// </summary>
internal readonly struct TensorCoreProduct<TProducts, TSums, TSplit>(
    TProducts products, ArrayView<float> a, ArrayView<float> b, Epilogue<float> epilogue) : ITileKernel
    where TProducts : struct, IProducts
    where TSums : unmanaged, IWarpSums<TSums>
    where TSplit : struct, IFactorSplit
{
    /// <summary>Rows of C in a tile, and columns.</summary>
    public const int Width = 128;

    // Steps along k at once; in pairs, and a line is longer by four of them so that a warp's reads hit all banks once.
    private const int Depth = 32, Pairs = Depth / 2, Pitch = Pairs + 4, Part = Width * Pitch;

    public static int Threads => 256;

    public void Run()
    {
        var extent = products.At(Grid.IdxZ);
        int row = Grid.IdxY * Width, column = Grid.IdxX * Width;
        int inner = row < extent.Rows && column < extent.Columns ? extent.Inner : 0;
        var left = SharedMemory.Allocate<uint>(Part * TSplit.Parts);                                    // (parts, Width, Pairs)
        var right = SharedMemory.Allocate<uint>(Part * TSplit.Parts);                                   // (parts, Width, Pairs)
        int warp = Group.IdxX / 32, lane = Group.IdxX % 32, y = warp / 4 * 64 + lane / 4, x = warp % 4 * 32;
        var sums = TSums.Begin();
        var ofA = Slice(extent.A.Offset, extent.A.Row, extent.A.Column, row, extent.Rows, extent.Inner);
        var ofB = Slice(extent.B.Offset, extent.B.Column, extent.B.Row, column, extent.Columns, extent.Inner);
        HeldPairs heldA = default, heldB = default;
        if (inner > 0)
        {
            heldA = Load(a, ofA, 0);
            heldB = Load(b, ofB, 0);
        }
        for (int k = 0; k < inner; k += Depth)
        {
            Stage(heldA, left, ofA);
            Stage(heldB, right, ofB);
            Group.Barrier();
            // On their way while this slice is multiplied.
            heldA = Load(a, ofA, k + Depth);
            heldB = Load(b, ofB, k + Depth);
            for (int pair = 0; pair < Pairs; pair += 8)
                sums = Step(sums, left, right, y * Pitch + pair + lane % 4, (x + lane / 4) * Pitch + pair + lane % 4);
            Group.Barrier();
        }
        TSums.Store(sums, new(epilogue, extent), row + y, column + x + lane % 4 * 2);
    }

    // Small terms first: they would be lost beside the large one.
    private static TSums Step(TSums sums, ArrayView<uint> left, ArrayView<uint> right, int first, int second)
    {
        Fragments a = Left(left, first), b = Right(right, second);
        if (TSplit.Parts == 2)
        {
            sums = TSums.Add(sums, Left(left, Part + first), b);
            sums = TSums.Add(sums, a, Right(right, Part + second));
        }
        return TSums.Add(sums, a, b);
    }

    // Four small factors below each other, 16 rows each. Fixed offsets from one address are part of a load.
    private static Fragments Left(ArrayView<uint> all, int at)
    {
        var from = all.SubView(at, 56 * Pitch + 5);
        return new() { F0 = Rows(from, 0), F1 = Rows(from, 16 * Pitch), F2 = Rows(from, 32 * Pitch), F3 = Rows(from, 48 * Pitch) };
    }

    private static Fragment Rows(ArrayView<uint> from, int at) => new()
    {
        V0 = from[at],
        V1 = from[at + 8 * Pitch],
        V2 = from[at + 4],
        V3 = from[at + 8 * Pitch + 4],
    };

    // Four small factors side by side, 8 columns each.
    private static Fragments Right(ArrayView<uint> all, int at)
    {
        var from = all.SubView(at, 24 * Pitch + 5);
        return new()
        {
            F0 = Columns(from, 0),
            F1 = Columns(from, 8 * Pitch),
            F2 = Columns(from, 16 * Pitch),
            F3 = Columns(from, 24 * Pitch),
        };
    }

    private static Fragment Columns(ArrayView<uint> from, int at) => new() { V0 = from[at], V1 = from[at + 4] };

    private struct HeldPairs
    {
        public Held8<float> Low, High;
    }

    private static int Share => Width * Pairs / Threads;

    // A thread's pairs of the slice from a step on.
    private static HeldPairs Load(ArrayView<float> from, SliceOf<float> slice, int step) =>
        new() { Low = slice.Load(from, step, Share), High = slice.Load(from, step, Share, ofUnit: 1) };

    private static void Stage(HeldPairs held, ArrayView<uint> to, SliceOf<float> slice)
    {
        Write(held.Low.V0, held.High.V0, to, slice, 0);
        Write(held.Low.V1, held.High.V1, to, slice, 1);
        Write(held.Low.V2, held.High.V2, to, slice, 2);
        Write(held.Low.V3, held.High.V3, to, slice, 3);
        Write(held.Low.V4, held.High.V4, to, slice, 4);
        Write(held.Low.V5, held.High.V5, to, slice, 5);
        Write(held.Low.V6, held.High.V6, to, slice, 6);
        Write(held.Low.V7, held.High.V7, to, slice, 7);
    }

    private static SliceOf<float> Slice(long offset, int placeStride, int stepStride, int place, int places, int steps) =>
        new(offset, placeStride, stepStride, place, places, steps, Width, Pairs, Threads, 2);

    private static void Write(float low, float high, ArrayView<uint> to, SliceOf<float> slice, int round)
    {
        int at = slice.Across(round, Pitch);
        uint rounded = BFloat16.Pack(low, high);
        to[at] = rounded;
        if (TSplit.Parts == 2) to[Part + at] = BFloat16.Pack(low - BFloat16.Low(rounded), high - BFloat16.High(rounded));
    }
}

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
        for (int k = 0; k < inner; k += Depth)
        {
            Bring(a, left, extent.A.Offset, extent.A.Row, extent.A.Column, row, extent.Rows, k, extent.Inner);
            Bring(b, right, extent.B.Offset, extent.B.Column, extent.B.Row, column, extent.Columns, k, extent.Inner);
            Group.Barrier();
            for (int pair = 0; pair < Pairs; pair += 8)
                sums = Step(sums, left, right, y * Pitch + pair + lane % 4, (x + lane / 4) * Pitch + pair + lane % 4);
            Group.Barrier();
        }
        TSums.Put(sums, new(epilogue, extent), row + y, column + x + lane % 4 * 2);
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

    // Four small factors below each other, 16 rows each.
    private static Fragments Left(ArrayView<uint> from, int at) => new()
    {
        F0 = Rows(from, at),
        F1 = Rows(from, at + 16 * Pitch),
        F2 = Rows(from, at + 32 * Pitch),
        F3 = Rows(from, at + 48 * Pitch),
    };

    private static Fragment Rows(ArrayView<uint> from, int at) => new()
    {
        V0 = from[at],
        V1 = from[at + 8 * Pitch],
        V2 = from[at + 4],
        V3 = from[at + 8 * Pitch + 4],
    };

    // Four small factors side by side, 8 columns each.
    private static Fragments Right(ArrayView<uint> from, int at) => new()
    {
        F0 = Columns(from, at),
        F1 = Columns(from, at + 8 * Pitch),
        F2 = Columns(from, at + 16 * Pitch),
        F3 = Columns(from, at + 24 * Pitch),
    };

    private static Fragment Columns(ArrayView<uint> from, int at) => new() { V0 = from[at], V1 = from[at + 4] };

    // Neighbouring threads read neighbouring addresses, along k or along the places, whichever is contiguous.
    private static void Bring(
        ArrayView<float> from, ArrayView<uint> to, long offset, int placeStride, int stepStride, int place, int places, int step, int steps)
    {
        bool alongSteps = stepStride == 1;
        for (int i = Group.IdxX; i < Width * Pairs; i += Threads)
        {
            int p = alongSteps ? i / Pairs : i % Width, pair = alongSteps ? i % Pairs : i / Width, k = step + 2 * pair;
            long at = offset + (long)(place + p) * placeStride + (long)k * stepStride;
            float low = place + p < places && k < steps ? from[at] : 0;
            float high = place + p < places && k + 1 < steps ? from[at + stepStride] : 0;
            uint rounded = BFloat16.Pack(low, high);
            to[p * Pitch + pair] = rounded;
            if (TSplit.Parts == 2)
                to[Part + p * Pitch + pair] = BFloat16.Pack(low - BFloat16.Low(rounded), high - BFloat16.High(rounded));
        }
    }
}

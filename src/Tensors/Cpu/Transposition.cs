using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PureSaliency.Tensors;

/// <summary>A matrix with its rows as columns; floats eight by eight in registers where there is AVX.</summary>
internal static unsafe class Transposition
{
    private const int Side = 8;

    /// <summary>
    /// to (M, N) = fromᵀ, or to += fromᵀ; from (N, M) has no gaps, the rows of to are a stride apart. Shared among the device's threads.
    /// </summary>
    public static void Transpose<T>(CpuDevice<T> device, T* from, int rows, int columns, T* to, int stride, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Bands of rows: what is read comes in few streams, each in the order of memory.
        device.ForRange((rows + Side - 1) / Side, (long)rows * columns, (begin, end) =>
        {
            for (int row = begin * Side; row < Math.Min(rows, end * Side); row += Side)
            {
                int height = Math.Min(Side, rows - row), done = 0;
                T* band = from + (nint)row * columns;
                if (typeof(T) == typeof(float) && height == Side && Avx.IsSupported)
                    done = Band((float*)band, columns, (float*)(to + row), stride, accumulate);
                for (int c = done; c < columns; c++)
                    for (int r = 0; r < height; r++)
                    {
                        T* target = to + (nint)c * stride + row + r;
                        *target = accumulate ? *target + band[(nint)r * columns + c] : band[(nint)r * columns + c];
                    }
            }
        });
    }

    // Eight rows, as many columns as go eight by eight; returns these.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Band(float* from, int columns, float* to, nint stride, bool accumulate)
    {
        int done = columns / Side * Side;
        for (int c = 0; c < done; c += Side) Square(from + c, columns, to + c * stride, stride, accumulate);
        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square(float* from, nint step, float* to, nint stride, bool accumulate)
    {
        Vector256<float> a = Vector256.Load(from), b = Vector256.Load(from + step);
        Vector256<float> c = Vector256.Load(from + 2 * step), d = Vector256.Load(from + 3 * step);
        Vector256<float> e = Vector256.Load(from + 4 * step), f = Vector256.Load(from + 5 * step);
        Vector256<float> g = Vector256.Load(from + 6 * step), h = Vector256.Load(from + 7 * step);
        Fours(a, b, c, d, out var p, out var q, out var r, out var s);
        Fours(e, f, g, h, out var t, out var u, out var v, out var w);
        Store(Avx.Permute2x128(p, t, 0x20), to, accumulate);
        Store(Avx.Permute2x128(q, u, 0x20), to + stride, accumulate);
        Store(Avx.Permute2x128(r, v, 0x20), to + 2 * stride, accumulate);
        Store(Avx.Permute2x128(s, w, 0x20), to + 3 * stride, accumulate);
        Store(Avx.Permute2x128(p, t, 0x31), to + 4 * stride, accumulate);
        Store(Avx.Permute2x128(q, u, 0x31), to + 5 * stride, accumulate);
        Store(Avx.Permute2x128(r, v, 0x31), to + 6 * stride, accumulate);
        Store(Avx.Permute2x128(s, w, 0x31), to + 7 * stride, accumulate);
    }

    // Four rows' columns 0 and 4, 1 and 5, 2 and 6, 3 and 7.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fours(
        Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d,
        out Vector256<float> p, out Vector256<float> q, out Vector256<float> r, out Vector256<float> s)
    {
        Vector256<float> low = Avx.UnpackLow(a, b), high = Avx.UnpackHigh(a, b);
        Vector256<float> lower = Avx.UnpackLow(c, d), higher = Avx.UnpackHigh(c, d);
        p = Avx.Shuffle(low, lower, 0b01_00_01_00);
        q = Avx.Shuffle(low, lower, 0b11_10_11_10);
        r = Avx.Shuffle(high, higher, 0b01_00_01_00);
        s = Avx.Shuffle(high, higher, 0b11_10_11_10);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> x, float* to, bool accumulate) =>
        (accumulate ? Vector256.Load(to) + x : x).Store(to);
}

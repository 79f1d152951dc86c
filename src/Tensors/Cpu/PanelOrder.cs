using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PureSaliency.Tensors;

/// <summary>Rows of 64-bit units brought side by side, and sums of pairs brought back into rows; by registers where there is AVX.</summary>
internal static unsafe class PanelOrder
{
    /// <summary>
    /// to[u · width + r] = from[r · stride + u] for as many rows as go four by four; returns their number.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Interleave(double* from, nint stride, int rows, int units, double* to, int width, bool aligned)
    {
        if (!Avx.IsSupported || !aligned) return 0;
        int done = rows / 4 * 4, whole = units / 4 * 4;
        // Units outside, rows inside: what is written lies together.
        for (int u = 0; u < whole; u += 4)
            for (int r = 0; r < done; r += 4)
                Transpose(from + r * stride + u, stride, to + (nint)u * width + r, width);
        for (int u = whole; u < units; u++)
            for (int r = 0; r < done; r++) to[(nint)u * width + r] = from[r * stride + u];
        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(double* from, nint stride, double* to, nint width)
    {
        Vector256<double> a = Vector256.Load(from), b = Vector256.Load(from + stride);
        Vector256<double> c = Vector256.Load(from + 2 * stride), d = Vector256.Load(from + 3 * stride);
        Vector256<double> p = Avx.UnpackLow(a, b), q = Avx.UnpackHigh(a, b), s = Avx.UnpackLow(c, d), t = Avx.UnpackHigh(c, d);
        Avx.Permute2x128(p, s, 0x20).Store(to);
        Avx.Permute2x128(q, t, 0x20).Store(to + width);
        Avx.Permute2x128(p, s, 0x31).Store(to + 2 * width);
        Avx.Permute2x128(q, t, 0x31).Store(to + 3 * width);
    }

    /// <summary>
    /// to[r · stride + n] = from[n · pitch + 2r] + from[n · pitch + 2r + 1] + base[r · baseStride + n] for as many n as go eight by
    /// eight and as many r as go four by four; returns both numbers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (int Rows, int Columns) SumPairs(
        float* from, int pitch, int rows, int columns, float* start, nint startStride, float* to, nint stride)
    {
        if (!Avx.IsSupported) return (0, 0);
        rows -= rows % 4;
        columns -= columns % 8;
        for (int r = 0; r < rows; r += 4)
            for (int n = 0; n < columns; n += 8)
                SumPairs(from + (nint)n * pitch + 2 * r, pitch, start + r * startStride + n, startStride, to + r * stride + n, stride);
        return (rows, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumPairs(float* from, nint pitch, float* start, nint startStride, float* to, nint stride)
    {
        var a = Avx.HorizontalAdd(Vector256.Load(from), Vector256.Load(from + pitch));
        var b = Avx.HorizontalAdd(Vector256.Load(from + 2 * pitch), Vector256.Load(from + 3 * pitch));
        var c = Avx.HorizontalAdd(Vector256.Load(from + 4 * pitch), Vector256.Load(from + 5 * pitch));
        var d = Avx.HorizontalAdd(Vector256.Load(from + 6 * pitch), Vector256.Load(from + 7 * pitch));
        // Rows 0 and 2 of four columns each, then rows 1 and 3.
        Vector256<float> p = Avx.Shuffle(a, b, 0b10_00_10_00), q = Avx.Shuffle(c, d, 0b10_00_10_00);
        Vector256<float> s = Avx.Shuffle(a, b, 0b11_01_11_01), t = Avx.Shuffle(c, d, 0b11_01_11_01);
        (Avx.Permute2x128(p, q, 0x20) + Vector256.Load(start)).Store(to);
        (Avx.Permute2x128(s, t, 0x20) + Vector256.Load(start + startStride)).Store(to + stride);
        (Avx.Permute2x128(p, q, 0x31) + Vector256.Load(start + 2 * startStride)).Store(to + 2 * stride);
        (Avx.Permute2x128(s, t, 0x31) + Vector256.Load(start + 3 * startStride)).Store(to + 3 * stride);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PureSaliency.Tensors;

/// <summary>
/// Tiles of C in 256-bit registers: rows × two vectors, stored to a tile of that many rows. Straight code on purpose:
/// a branch, call or stackalloc behind the loop makes the JIT keep the accumulators on the stack.
/// </summary>
internal static unsafe class GemmKernel256
{
    /// <summary>Rows of the largest tile.</summary>
    public const int Rows = 4;

    /// <summary>Computes the largest tile that fits into <paramref name="rows"/> rows; returns its rows.</summary>
    public static int Run<T>(int rows, T* a, nint rowStride, nint step, T* b, int inner, T* tile)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rows >= 4)
        {
            Tile4(a, rowStride, step, b, inner, tile);
            return 4;
        }
        Tile1(a, step, b, inner, tile);
        return 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> MultiplyAdd<T>(Vector256<T> x, Vector256<T> y, Vector256<T> sum) where T : unmanaged => typeof(T) == typeof(float)
        ? Vector256.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), sum.AsSingle()).As<float, T>()
        : Vector256.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), sum.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4<T>(T* a, nint rowStride, nint step, T* b, int inner, T* tile) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector256<T> s0 = Vector256<T>.Zero, t0 = Vector256<T>.Zero;
        Vector256<T> s1 = Vector256<T>.Zero, t1 = Vector256<T>.Zero;
        Vector256<T> s2 = Vector256<T>.Zero, t2 = Vector256<T>.Zero;
        Vector256<T> s3 = Vector256<T>.Zero, t3 = Vector256<T>.Zero;
        T* a1 = a + rowStride;
        T* a2 = a1 + rowStride;
        T* a3 = a2 + rowStride;
        do
        {
            var u = Vector256.Load(b);
            var v = Vector256.Load(b + Vector256<T>.Count);
            b += 2 * Vector256<T>.Count;
            var x0 = Vector256.Create(*a);
            a += step;
            s0 = MultiplyAdd(x0, u, s0);
            t0 = MultiplyAdd(x0, v, t0);
            var x1 = Vector256.Create(*a1);
            a1 += step;
            s1 = MultiplyAdd(x1, u, s1);
            t1 = MultiplyAdd(x1, v, t1);
            var x2 = Vector256.Create(*a2);
            a2 += step;
            s2 = MultiplyAdd(x2, u, s2);
            t2 = MultiplyAdd(x2, v, t2);
            var x3 = Vector256.Create(*a3);
            a3 += step;
            s3 = MultiplyAdd(x3, u, s3);
            t3 = MultiplyAdd(x3, v, t3);
        }
        while (--inner > 0);
        s0.Store(tile);
        t0.Store(tile + Vector256<T>.Count);
        s1.Store(tile + 2 * Vector256<T>.Count);
        t1.Store(tile + 3 * Vector256<T>.Count);
        s2.Store(tile + 4 * Vector256<T>.Count);
        t2.Store(tile + 5 * Vector256<T>.Count);
        s3.Store(tile + 6 * Vector256<T>.Count);
        t3.Store(tile + 7 * Vector256<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1<T>(T* a, nint step, T* b, int inner, T* tile) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector256<T> s0 = Vector256<T>.Zero, t0 = Vector256<T>.Zero;
        do
        {
            var u = Vector256.Load(b);
            var v = Vector256.Load(b + Vector256<T>.Count);
            b += 2 * Vector256<T>.Count;
            var x0 = Vector256.Create(*a);
            a += step;
            s0 = MultiplyAdd(x0, u, s0);
            t0 = MultiplyAdd(x0, v, t0);
        }
        while (--inner > 0);
        s0.Store(tile);
        t0.Store(tile + Vector256<T>.Count);
    }
}

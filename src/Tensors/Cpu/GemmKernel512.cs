using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PureSaliency.Tensors;

/// <summary>
/// Tiles of C in 512-bit registers: rows × two vectors, stored to a tile of that many rows. Straight code on purpose:
/// a branch, call or stackalloc behind the loop makes the JIT keep the accumulators on the stack.
/// </summary>
internal static unsafe class GemmKernel512
{
    /// <summary>Rows of the largest tile.</summary>
    public const int Rows = 8;

    /// <summary>Computes the largest tile that fits into <paramref name="rows"/> rows; returns its rows.</summary>
    public static int Run<T>(int rows, T* a, nint rowStride, nint step, T* b, int inner, T* tile)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rows >= 8)
        {
            Tile8(a, rowStride, step, b, inner, tile);
            return 8;
        }
        if (rows >= 4)
        {
            Tile4(a, rowStride, step, b, inner, tile);
            return 4;
        }
        Tile1(a, step, b, inner, tile);
        return 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> MultiplyAdd<T>(Vector512<T> x, Vector512<T> y, Vector512<T> sum) where T : unmanaged => typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), sum.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), sum.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8<T>(T* a, nint rowStride, nint step, T* b, int inner, T* tile) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector512<T> s0 = Vector512<T>.Zero, t0 = Vector512<T>.Zero;
        Vector512<T> s1 = Vector512<T>.Zero, t1 = Vector512<T>.Zero;
        Vector512<T> s2 = Vector512<T>.Zero, t2 = Vector512<T>.Zero;
        Vector512<T> s3 = Vector512<T>.Zero, t3 = Vector512<T>.Zero;
        Vector512<T> s4 = Vector512<T>.Zero, t4 = Vector512<T>.Zero;
        Vector512<T> s5 = Vector512<T>.Zero, t5 = Vector512<T>.Zero;
        Vector512<T> s6 = Vector512<T>.Zero, t6 = Vector512<T>.Zero;
        Vector512<T> s7 = Vector512<T>.Zero, t7 = Vector512<T>.Zero;
        T* a1 = a + rowStride;
        T* a2 = a1 + rowStride;
        T* a3 = a2 + rowStride;
        T* a4 = a3 + rowStride;
        T* a5 = a4 + rowStride;
        T* a6 = a5 + rowStride;
        T* a7 = a6 + rowStride;
        do
        {
            var u = Vector512.Load(b);
            var v = Vector512.Load(b + Vector512<T>.Count);
            b += 2 * Vector512<T>.Count;
            var x0 = Vector512.Create(*a);
            a += step;
            s0 = MultiplyAdd(x0, u, s0);
            t0 = MultiplyAdd(x0, v, t0);
            var x1 = Vector512.Create(*a1);
            a1 += step;
            s1 = MultiplyAdd(x1, u, s1);
            t1 = MultiplyAdd(x1, v, t1);
            var x2 = Vector512.Create(*a2);
            a2 += step;
            s2 = MultiplyAdd(x2, u, s2);
            t2 = MultiplyAdd(x2, v, t2);
            var x3 = Vector512.Create(*a3);
            a3 += step;
            s3 = MultiplyAdd(x3, u, s3);
            t3 = MultiplyAdd(x3, v, t3);
            var x4 = Vector512.Create(*a4);
            a4 += step;
            s4 = MultiplyAdd(x4, u, s4);
            t4 = MultiplyAdd(x4, v, t4);
            var x5 = Vector512.Create(*a5);
            a5 += step;
            s5 = MultiplyAdd(x5, u, s5);
            t5 = MultiplyAdd(x5, v, t5);
            var x6 = Vector512.Create(*a6);
            a6 += step;
            s6 = MultiplyAdd(x6, u, s6);
            t6 = MultiplyAdd(x6, v, t6);
            var x7 = Vector512.Create(*a7);
            a7 += step;
            s7 = MultiplyAdd(x7, u, s7);
            t7 = MultiplyAdd(x7, v, t7);
        }
        while (--inner > 0);
        s0.Store(tile);
        t0.Store(tile + Vector512<T>.Count);
        s1.Store(tile + 2 * Vector512<T>.Count);
        t1.Store(tile + 3 * Vector512<T>.Count);
        s2.Store(tile + 4 * Vector512<T>.Count);
        t2.Store(tile + 5 * Vector512<T>.Count);
        s3.Store(tile + 6 * Vector512<T>.Count);
        t3.Store(tile + 7 * Vector512<T>.Count);
        s4.Store(tile + 8 * Vector512<T>.Count);
        t4.Store(tile + 9 * Vector512<T>.Count);
        s5.Store(tile + 10 * Vector512<T>.Count);
        t5.Store(tile + 11 * Vector512<T>.Count);
        s6.Store(tile + 12 * Vector512<T>.Count);
        t6.Store(tile + 13 * Vector512<T>.Count);
        s7.Store(tile + 14 * Vector512<T>.Count);
        t7.Store(tile + 15 * Vector512<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4<T>(T* a, nint rowStride, nint step, T* b, int inner, T* tile) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector512<T> s0 = Vector512<T>.Zero, t0 = Vector512<T>.Zero;
        Vector512<T> s1 = Vector512<T>.Zero, t1 = Vector512<T>.Zero;
        Vector512<T> s2 = Vector512<T>.Zero, t2 = Vector512<T>.Zero;
        Vector512<T> s3 = Vector512<T>.Zero, t3 = Vector512<T>.Zero;
        T* a1 = a + rowStride;
        T* a2 = a1 + rowStride;
        T* a3 = a2 + rowStride;
        do
        {
            var u = Vector512.Load(b);
            var v = Vector512.Load(b + Vector512<T>.Count);
            b += 2 * Vector512<T>.Count;
            var x0 = Vector512.Create(*a);
            a += step;
            s0 = MultiplyAdd(x0, u, s0);
            t0 = MultiplyAdd(x0, v, t0);
            var x1 = Vector512.Create(*a1);
            a1 += step;
            s1 = MultiplyAdd(x1, u, s1);
            t1 = MultiplyAdd(x1, v, t1);
            var x2 = Vector512.Create(*a2);
            a2 += step;
            s2 = MultiplyAdd(x2, u, s2);
            t2 = MultiplyAdd(x2, v, t2);
            var x3 = Vector512.Create(*a3);
            a3 += step;
            s3 = MultiplyAdd(x3, u, s3);
            t3 = MultiplyAdd(x3, v, t3);
        }
        while (--inner > 0);
        s0.Store(tile);
        t0.Store(tile + Vector512<T>.Count);
        s1.Store(tile + 2 * Vector512<T>.Count);
        t1.Store(tile + 3 * Vector512<T>.Count);
        s2.Store(tile + 4 * Vector512<T>.Count);
        t2.Store(tile + 5 * Vector512<T>.Count);
        s3.Store(tile + 6 * Vector512<T>.Count);
        t3.Store(tile + 7 * Vector512<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1<T>(T* a, nint step, T* b, int inner, T* tile) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector512<T> s0 = Vector512<T>.Zero, t0 = Vector512<T>.Zero;
        do
        {
            var u = Vector512.Load(b);
            var v = Vector512.Load(b + Vector512<T>.Count);
            b += 2 * Vector512<T>.Count;
            var x0 = Vector512.Create(*a);
            a += step;
            s0 = MultiplyAdd(x0, u, s0);
            t0 = MultiplyAdd(x0, v, t0);
        }
        while (--inner > 0);
        s0.Store(tile);
        t0.Store(tile + Vector512<T>.Count);
    }
}

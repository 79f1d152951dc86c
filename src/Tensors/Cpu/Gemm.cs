using System.Numerics;
using System.Runtime.Intrinsics;

namespace PureSaliency.Tensors;

/// <summary>
/// C (M, N) = A (M, K) · B (K, N), B packed. Every element is one chain of fused multiply-adds over k = 0…K−1,
/// whatever tile it falls into and whoever computes it: its bits depend on its row of A and its column of B alone.
/// </summary>
internal static unsafe class Gemm<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int RowsPerTask = 96;

    // A panel row is two vectors of the widest kind that the machine runs at full speed.
    private static readonly bool Wide = Vector512.IsHardwareAccelerated;

    public static int PanelWidth => 2 * (Wide ? Vector512<T>.Count : Vector256<T>.Count);

    public static string Path => Wide ? "512-bit" : "256-bit";

    /// <summary>What is done with a finished tile: C = AB + bias, or C += AB.</summary>
    public readonly struct Target(T* c, nint stride, T* bias, bool accumulate)
    {
        public readonly T* C = c, Bias = bias;
        public readonly nint Stride = stride;
        public readonly bool Accumulate = accumulate;
    }

    /// <summary>The left factor: element (m, k) lies at m·RowStride + k·ColumnStride.</summary>
    public readonly struct Source(T* a, nint rowStride, nint columnStride)
    {
        public readonly T* A = a;
        public readonly nint RowStride = rowStride, ColumnStride = columnStride;
    }

    /// <summary>The product, shared among the device's threads.</summary>
    public static void Multiply(CpuDevice<T> device, int rows, Source a, PackedMatrix<T> b, Target c)
    {
        int blocks = (rows + RowsPerTask - 1) / RowsPerTask;
        device.ForEach(blocks * b.Panels, (long)rows * b.Inner * b.Columns, task =>
        {
            int first = task / b.Panels * RowsPerTask;
            Panel(first, Math.Min(rows, first + RowsPerTask), a, b, task % b.Panels, c);
        });
    }

    /// <summary>The product on the calling thread.</summary>
    public static void MultiplyAlone(int rows, Source a, PackedMatrix<T> b, Target c)
    {
        for (int panel = 0; panel < b.Panels; panel++) Panel(0, rows, a, b, panel, c);
    }

    private static void Panel(int row, int end, Source a, PackedMatrix<T> b, int panel, Target c)
    {
        int width = PanelWidth, column = panel * width, columns = Math.Min(width, b.Columns - column);
        T* packed = b.Pointer + (long)column * b.Inner;
        T* tile = stackalloc T[GemmKernel512.Rows * 2 * Vector512<T>.Count];
        while (row < end)
        {
            T* from = a.A + row * a.RowStride;
            int rows = b.Inner == 0 ? Clear(tile, end - row)
                : Wide ? GemmKernel512.Run(end - row, from, a.RowStride, a.ColumnStride, packed, b.Inner, tile)
                : GemmKernel256.Run(end - row, from, a.RowStride, a.ColumnStride, packed, b.Inner, tile);
            for (int r = 0; r < rows; r++) Store(tile + r * width, columns, column, row + r, c);
            row += rows;
        }
    }

    private static int Clear(T* tile, int rows)
    {
        rows = Math.Min(rows, GemmKernel512.Rows);
        new Span<T>(tile, rows * PanelWidth).Clear();
        return rows;
    }

    private static void Store(T* tile, int columns, int column, int row, Target c)
    {
        var from = new ReadOnlySpan<T>(tile, columns);
        var to = new Span<T>(c.C + row * c.Stride + column, columns);
        if (c.Accumulate) Simd.AddTo(from, to);
        else if (c.Bias != null) Simd.Add(from, new ReadOnlySpan<T>(c.Bias + column, columns), to);
        else from.CopyTo(to);
    }
}

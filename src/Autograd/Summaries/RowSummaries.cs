using System.Numerics;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Summaries;

/// <summary>
/// y = x·Wᵀ + b row by row, where W has so many rows that y (N, V) is not to be held: it comes in pieces of some columns, of which
/// a summary of each row is kept. A row gets the same bits alone and in company.
/// </summary>
public static class RowSummaries
{
    // W is read once for so many rows.
    private const int CpuRows = 128, GpuRows = 8192;

    // Columns of a piece on an accelerator: N times so many values are held.
    private const int GpuPiece = 1024;

    /// <summary>How many rows are best summarised at once: enough that reading W does not count, few enough to bound memory.</summary>
    public static int RowsAtOnce<T>(Device<T> device) where T : unmanaged, IFloatingPointIeee754<T> =>
        device is CpuDevice<T> ? CpuRows : GpuRows;

    /// <summary>Summaries of all rows of y = x·Wᵀ + b.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="x">(N, K), on the host or the device, as the others.</param>
    /// <param name="weight">W (V, K).</param>
    /// <param name="bias">b (V).</param>
    /// <param name="demand">What is wanted of the N rows.</param>
    /// <param name="cancellation">Looked at for each piece.</param>
    /// <exception cref="ShapeException">The tensors do not fit together, or the demand is one of another number of rows.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static RowSummary[] OfProduct<T>(
        Device<T> device, Tensor<T> x, Tensor<T> weight, Tensor<T> bias, RowDemand demand, CancellationToken cancellation = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = demand.Columns.Count;
        Shape[] shapes = [x.Shape, weight.Shape, bias.Shape];
        ShapeException.Unless(
            shapes is [{ Rank: 2 } n, { Rank: 2 } w, { Rank: 1 } b] && n[0] == rows && n[1] == w[1] && w[0] == b[0],
            "Summaries of rows", $"x ({rows}, K), W (V, K), b (V)", shapes);
        return device is CpuDevice<T> cpu
            ? OnCpu(cpu, x, weight, bias, demand, cancellation)
            : OnGpu((GpuDevice<T>)device, x, weight, bias, demand, cancellation);
    }

    private static unsafe RowSummary[] OnCpu<T>(
        CpuDevice<T> device, Tensor<T> x, Tensor<T> weight, Tensor<T> bias, RowDemand demand, CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int inner = weight.Shape[1], columns = weight.Shape[0];
        RunningRow<T>[] rows = [.. demand.Columns.Select(wanted =>
            new RunningRow<T>(wanted, columns, Gemm<T>.PieceWidth, demand.Top, demand.Squares))];
        Gemm<T>.MultiplyTransposedInPieces(device, rows.Length, columns, inner,
            new(x.Pointer, inner), new(weight.Pointer, inner), bias.Pointer, (first, piece) =>
            {
                cancellation.ThrowIfCancellationRequested();
                for (int n = 0; n < rows.Length; n++) rows[n].Read(first, piece.Row(n));
            });
        // Threads saw pointers: nobody else may hold what they point to.
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        return [.. rows.Select(row => row.Summary())];
    }

    private static RowSummary[] OnGpu<T>(
        GpuDevice<T> device, Tensor<T> x, Tensor<T> weight, Tensor<T> bias, RowDemand demand, CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int columns = weight.Shape[0];
        var start = device.Mark();
        var (h, w, b, linear) = (device.ToDevice(x), device.ToDevice(weight), device.ToDevice(bias), new Linear<T>());
        var rows = new GpuRows<T>(device, demand, columns, GpuPiece);
        for (int first = 0; first < columns; first += GpuPiece)
        {
            cancellation.ThrowIfCancellationRequested();
            var mark = device.Mark();
            int width = Math.Min(GpuPiece, columns - first);
            var piece = device.Allocate(new Shape(x.Shape[0], width));                                           // (N, width)
            linear.Forward(device, new Pass<T>([h, w.Rows(first, width), b.Slice(first, new Shape(width))], piece, []));
            rows.Read(first, piece);
            device.Release(mark);
        }
        RowSummary[] summaries = rows.Summaries();
        device.Release(start);
        return summaries;
    }
}

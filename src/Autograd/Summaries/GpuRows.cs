using System.Numerics;
using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Summaries;

/// <summary>
/// What is kept on an accelerator of rows that come piece by piece: a kernel with one group per row reads each piece, and only
/// summaries come back to the host. Its memory is the arena's, to be released by whoever made it.
/// </summary>
internal sealed class GpuRows<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly GpuDevice<T> device;
    private readonly RowDemand demand;
    private readonly int width, top, pieces;
    private readonly int[] firsts;
    private readonly Tensor<T> picked, maxima, sums, squares;
    private readonly ArrayView<int> wanted, wantedFirsts;
    private (Tensor<T> Values, ArrayView<int> Columns) best, other, candidates;

    public GpuRows(GpuDevice<T> device, RowDemand demand, int columns, int width)
    {
        (this.device, this.demand, this.width, top) = (device, demand, width, Math.Min(demand.Top, columns));
        pieces = (columns + width - 1) / width;
        firsts = new int[Rows + 1];
        for (int n = 0; n < Rows; n++) firsts[n + 1] = firsts[n] + demand.Columns[n].Length;
        wanted = device.Indices([.. demand.Columns.SelectMany(row => row)]);
        wantedFirsts = device.Indices(firsts);
        picked = device.Allocate(new Shape(firsts[^1]));
        (maxima, sums, squares) = (PerPiece(), PerPiece(), PerPiece());
        (best, other, candidates) = (Entries(top), Entries(top), Entries(top + width));
    }

    private int Rows => demand.Columns.Count;

    /// <summary>Takes the values (N, entries) of the columns from <paramref name="first"/> on, and overwrites them.</summary>
    public void Read(int first, Tensor<T> values)
    {
        if (typeof(T) == typeof(float)) Read<Lane32<T>>(first, values);
        else Read<Lane64<T>>(first, values);
        (best, other) = (other, best);
    }

    /// <summary>What was kept, brought to the host.</summary>
    public RowSummary[] Summaries()
    {
        double[] columns = Host(picked), peaks = Host(maxima), totals = Host(sums), values = Host(best.Values);
        double[]? norms = demand.Squares ? Host(squares) : null;
        int[] ids = device.ToHost(best.Columns);
        return [.. demand.Columns.Select((row, n) => RowSummary.OfPieces(
            (row, columns[firsts[n]..firsts[n + 1]]), Of(peaks, n), Of(totals, n), norms is null ? null : Of(norms, n),
            [.. Enumerable.Range(n * top, top).Select(i => (ids[i], values[i]))]))];
    }

    private void Read<TLane>(int first, Tensor<T> values) where TLane : unmanaged, ILanes<TLane, T> =>
        device.ForRows(Rows, new PieceKernel<TLane, T>(
            new(values.OnGpu(), values.OnGpu().Cast<TLane>(), first, values.Shape[1], first / width, pieces),
            new(maxima.OnGpu(), sums.OnGpu(), squares.OnGpu()),
            new(wanted, wantedFirsts, picked.OnGpu()),
            new(best.Values.OnGpu(), best.Columns, other.Values.OnGpu(), other.Columns, candidates.Values.OnGpu(), candidates.Columns,
                Math.Min(top, first), top, top + width)));

    private Tensor<T> PerPiece() => device.Allocate(new Shape(Rows, pieces));

    private (Tensor<T>, ArrayView<int>) Entries(int count) => (device.Allocate(new Shape(Rows, count)), device.Take<int>(Rows * count));

    private double[] Of(double[] perPiece, int row) => perPiece[(row * pieces)..((row + 1) * pieces)];

    private double[] Host(Tensor<T> tensor) => Array.ConvertAll(device.ToHost(tensor).ToArray(), double.CreateTruncating);
}

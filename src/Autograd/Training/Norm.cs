using System.Numerics;
using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Training;

/// <summary>
/// √Σ x² of tensors together. Squares are summed in T over pieces of a fixed length, the pieces in double and in order, so that
/// neither threads nor devices change more than rounding, and threads not even that.
/// </summary>
public static class Norm
{
    private const int Piece = 1 << 14;

    /// <summary>The norm of all elements of some tensors.</summary>
    public static double Of<T>(Device<T> device, params IEnumerable<Tensor<T>> tensors) where T : unmanaged, IFloatingPointIeee754<T> =>
        Math.Sqrt(tensors.Sum(tensor => device is CpuDevice<T> cpu ? Squares(cpu, tensor) : Squares((GpuDevice<T>)device, tensor)));

    private static double Squares<T>(CpuDevice<T> device, Tensor<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sums = new double[(x.Count + Piece - 1) / Piece];
        device.ForEach(sums.Length, x.Count, i =>
        {
            ReadOnlySpan<T> piece = x.Span[(i * Piece)..Math.Min(x.Count, (i + 1) * Piece)];
            sums[i] = double.CreateTruncating(Simd.Dot(piece, piece));
        });
        return sums.Sum();
    }

    private static double Squares<T>(GpuDevice<T> device, Tensor<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var mark = device.Mark();
        var sums = device.Allocate(new Shape((x.Count + Piece - 1) / Piece));
        device.ForRows(sums.Count, new SquaresKernel<T>(x.OnGpu(), sums.OnGpu(), x.Count, Piece));
        var host = new T[sums.Count];
        device.Download(sums, host);
        device.Release(mark);
        return host.Sum(double.CreateTruncating);
    }
}

/// <summary>Σ x² of one piece.</summary>
internal readonly struct SquaresKernel<T>(ArrayView<T> x, ArrayView<T> sums, int count, int piece) : IGroupKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run()
    {
        int begin = Grid.IdxX * piece, end = begin + piece;
        if (end > count) end = count;
        T sum = T.Zero;
        for (int i = begin + Group.IdxX; i < end; i += Group.DimX) sum += x[i] * x[i];
        sum = GroupReduce.Sum(sum);
        if (Group.IdxX == 0) sums[Grid.IdxX] = sum;
    }
}

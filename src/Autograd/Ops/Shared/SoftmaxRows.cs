using System.Numerics;
using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>Where the rows of a softmax lie; asked on the accelerator.</summary>
internal interface IRows
{
    /// <summary>Where row <paramref name="index"/> of a part begins.</summary>
    long First(int part, int index);

    /// <summary>Its length; 0 if the part has no such row.</summary>
    int Length(int part, int index);
}

/// <summary>Rows of one matrix.</summary>
internal readonly struct EqualRows(int width) : IRows
{
    public long First(int part, int index) => (long)index * width;

    public int Length(int part, int index) => width;
}

/// <summary>Softmax and its derivative by kernels, one group per row; shared by every operation that ends in one.</summary>
internal static class SoftmaxRows
{
    /// <summary>p = softmax(factor · x), in place.</summary>
    public static void Forward<T, TRows>(GpuDevice<T> device, ArrayView<T> x, TRows rows, int most, int parts, T factor)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IRows
    {
        if (typeof(T) == typeof(float)) Forward<Lane32<T>, T, TRows>(device, x, rows, most, parts, factor);
        else Forward<Lane64<T>, T, TRows>(device, x, rows, most, parts, factor);
    }

    /// <summary>dx = p ∘ (dp − Σ p dp) · factor.</summary>
    public static void Backward<T, TRows>(
        GpuDevice<T> device, ArrayView<T> p, ArrayView<T> dp, ArrayView<T> dx, TRows rows, int most, int parts, T factor, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IRows =>
        device.ForRows(most, new SoftmaxGradientKernel<T, TRows>(p, dp, dx, rows, factor, accumulate ? 1 : 0), parts);

    private static void Forward<TLane, T, TRows>(GpuDevice<T> device, ArrayView<T> x, TRows rows, int most, int parts, T factor)
        where TLane : unmanaged, ILanes<TLane, T>
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IRows =>
        device.ForRows(most, new SoftmaxKernel<TLane, T, TRows>(x, x.Cast<TLane>(), rows, factor), parts);
}

/// <summary>One row of p = softmax(factor · x), in place. Grid: rows, parts.</summary>
internal readonly struct SoftmaxKernel<TLane, T, TRows>(ArrayView<T> x, ArrayView<TLane> lanes, TRows rows, T factor) : IGroupKernel
    where TLane : unmanaged, ILanes<TLane, T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TRows : struct, IRows
{
    public void Run()
    {
        int length = rows.Length(Grid.IdxY, Grid.IdxX);
        long row = rows.First(Grid.IdxY, Grid.IdxX);
        T max = GroupExponentials<TLane, T>.Max(x, row, length, factor);
        T inverse = T.One / GroupExponentials<TLane, T>.Sum(x, x, lanes, row, length, factor, max);
        for (int k = Group.IdxX; k < length; k += Group.DimX) x[row + k] *= inverse;
    }
}

/// <summary>One row of dx = p ∘ (dp − Σ p dp) · factor. Grid: rows, parts.</summary>
internal readonly struct SoftmaxGradientKernel<T, TRows>(
    ArrayView<T> p, ArrayView<T> dp, ArrayView<T> dx, TRows rows, T factor, int accumulate) : IGroupKernel
    where T : unmanaged, IFloatingPointIeee754<T>
    where TRows : struct, IRows
{
    public void Run()
    {
        int length = rows.Length(Grid.IdxY, Grid.IdxX);
        long row = rows.First(Grid.IdxY, Grid.IdxX);
        T sum = T.Zero;
        for (int k = Group.IdxX; k < length; k += Group.DimX) sum += p[row + k] * dp[row + k];
        T mean = GroupReduce.Sum(sum);
        for (int k = Group.IdxX; k < length; k += Group.DimX)
        {
            T gradient = p[row + k] * (dp[row + k] - mean) * factor;
            dx[row + k] = accumulate != 0 ? dx[row + k] + gradient : gradient;
        }
    }
}

using System.Numerics;
using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>Sums over rows, in the order of the rows, shared among threads by columns.</summary>
internal static class Columns
{
    /// <summary>total_k = Σ_n x_nk.</summary>
    public static void Sum<T>(CpuDevice<T> device, Tensor<T> x, Tensor<T> total, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        device.ForRange(total.Count, x.Count, (begin, end) =>
        {
            var sum = total.Span[begin..end];
            if (!accumulate) sum.Clear();
            for (int n = 0; n < x.Shape.Rows; n++) Simd.AddTo(x.Row(n)[begin..end], sum);
        });

    /// <summary>total_k = Σ_n x_nk z_nk.</summary>
    public static void SumProduct<T>(CpuDevice<T> device, Tensor<T> x, Tensor<T> z, Tensor<T> total, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        device.ForRange(total.Count, x.Count, (begin, end) =>
        {
            var sum = total.Span[begin..end];
            if (!accumulate) sum.Clear();
            for (int n = 0; n < x.Shape.Rows; n++) Simd.AddProductTo(x.Row(n)[begin..end], z.Row(n)[begin..end], sum);
        });

    /// <summary>total_k = Σ_n x_nk.</summary>
    public static void Sum<T>(GpuDevice<T> device, Tensor<T> x, Tensor<T> total, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        device.ForEach(total.Count, new ColumnSumKernel<T>(x.OnGpu(), total.OnGpu(), x.Shape.Rows, total.Count, accumulate ? 1 : 0));

    /// <summary>total_k = Σ_n x_nk z_nk.</summary>
    public static void SumProduct<T>(GpuDevice<T> device, Tensor<T> x, Tensor<T> z, Tensor<T> total, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        device.ForEach(total.Count, new ColumnProductKernel<T>(
            x.OnGpu(), z.OnGpu(), total.OnGpu(), x.Shape.Rows, total.Count, accumulate ? 1 : 0));
}

/// <summary>One column's sum, in the order of the rows.</summary>
internal readonly struct ColumnSumKernel<T>(ArrayView<T> x, ArrayView<T> total, int rows, int width, int accumulate) : IElementKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int column)
    {
        T sum = accumulate != 0 ? total[column] : T.Zero;
        for (int n = 0; n < rows; n++) sum += x[(long)n * width + column];
        total[column] = sum;
    }
}

/// <summary>One column's sum of products, in the order of the rows.</summary>
internal readonly struct ColumnProductKernel<T>(
    ArrayView<T> x, ArrayView<T> z, ArrayView<T> total, int rows, int width, int accumulate) : IElementKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int column)
    {
        T sum = accumulate != 0 ? total[column] : T.Zero;
        for (int n = 0; n < rows; n++) sum += x[(long)n * width + column] * z[(long)n * width + column];
        total[column] = sum;
    }
}

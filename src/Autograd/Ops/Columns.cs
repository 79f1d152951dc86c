using System.Numerics;
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
}

using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// The row arithmetic of layer normalisation, x̂ = (x − mean) / √(variance + ε) and y = γ x̂ + β (Ba, Kiros, Hinton 2016),
/// with the variance in two passes. Shared by <see cref="LayerNorm{T}"/> and <see cref="AddLayerNorm{T}"/>.
/// </summary>
internal static class Normalization
{
    /// <summary>Shapes saved: x̂ (N, K) and 1/√(variance + ε) (N).</summary>
    public static Shape[] Saved(Shape x) => [x, new(x.Rows)];

    /// <summary>Normalises x̂, which holds the row, in place; writes y; returns 1/√(variance + ε).</summary>
    public static T Forward<T>(Span<T> normalized, ReadOnlySpan<T> gamma, ReadOnlySpan<T> beta, T epsilon, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T width = T.CreateTruncating(normalized.Length);
        T mean = Simd.Sum<T>(normalized) / width;
        T scale = T.One / T.Sqrt(Simd.SumOfSquaredDeviations<T>(normalized, mean) / width + epsilon);
        for (int k = 0; k < y.Length; k++)
        {
            normalized[k] = (normalized[k] - mean) * scale;
            y[k] = normalized[k] * gamma[k] + beta[k];
        }
        return scale;
    }

    /// <summary>
    /// dx = (dx̂ − mean(dx̂) − x̂ mean(dx̂ x̂)) / √(variance + ε) with dx̂ = γ dy, and the gradients of γ and β.
    /// </summary>
    public static void Backward<T>(
        CpuDevice<T> device, Pass<T> pass, Tensor<T> gamma, Tensor<T> dy, Tensor<T>? dx, Slot<T> toGamma, Slot<T> toBeta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (normalized, scales) = (pass.Saved[0], pass.Saved[1]);
        if (dx is not null)
            device.ForRange(dy.Shape.Rows, 4L * dy.Count, (begin, end) =>
            {
                for (int n = begin; n < end; n++)
                    Row<T>(normalized.Row(n), gamma.Span, dy.Row(n), scales.Span[n], dx.Row(n));
            });
        if (toGamma.Tensor is { } gammas) Columns.SumProduct(device, dy, normalized, gammas, toGamma.Accumulate);
        if (toBeta.Tensor is { } betas) Columns.Sum(device, dy, betas, toBeta.Accumulate);
    }

    private static void Row<T>(ReadOnlySpan<T> normalized, ReadOnlySpan<T> gamma, ReadOnlySpan<T> dy, T scale, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T width = T.CreateTruncating(dx.Length);
        for (int k = 0; k < dx.Length; k++) dx[k] = gamma[k] * dy[k];
        T mean = Simd.Sum<T>(dx) / width, projection = Simd.Dot<T>(dx, normalized) / width;
        for (int k = 0; k < dx.Length; k++) dx[k] = (dx[k] - mean - normalized[k] * projection) * scale;
    }
}

using System.Numerics;
using System.Runtime.Intrinsics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>The derivative of softmax, shared by every operation that ends in one.</summary>
internal static class SoftmaxGradient
{
    /// <summary>dx = p ∘ (dp − Σ p dp) · factor for one row.</summary>
    public static void Row<T>(ReadOnlySpan<T> p, ReadOnlySpan<T> dp, T factor, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T mean = Simd.Dot(p, dp);
        if (Vector512.IsHardwareAccelerated) RowLoops<Lanes512<T>, T>.WeighDeviations(p, dp, mean, factor, dx);
        else RowLoops<Lanes<T>, T>.WeighDeviations(p, dp, mean, factor, dx);
    }
}

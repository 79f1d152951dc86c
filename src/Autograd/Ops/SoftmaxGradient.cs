using System.Numerics;
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
        for (int i = 0; i < dx.Length; i++) dx[i] = p[i] * (dp[i] - mean) * factor;
    }
}

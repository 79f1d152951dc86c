using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PureSaliency.Tensors;

/// <summary>Loops over a row. The order of every sum depends on the row's length alone.</summary>
internal static class Simd
{
    /// <summary>Σ x_k.</summary>
    public static T Sum<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T> =>
        Vector512.IsHardwareAccelerated ? RowLoops<Lanes512<T>, T>.Sum(x) : RowLoops<Lanes<T>, T>.Sum(x);

    /// <summary>Σ x_k y_k.</summary>
    public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Vector512.IsHardwareAccelerated ? RowLoops<Lanes512<T>, T>.Dot(x, y) : RowLoops<Lanes<T>, T>.Dot(x, y);

    /// <summary>Σ (x_k − mean)².</summary>
    public static T SumOfSquaredDeviations<T>(ReadOnlySpan<T> x, T mean) where T : unmanaged, IFloatingPointIeee754<T> =>
        Vector512.IsHardwareAccelerated
            ? RowLoops<Lanes512<T>, T>.SumOfSquaredDeviations(x, mean)
            : RowLoops<Lanes<T>, T>.SumOfSquaredDeviations(x, mean);

    /// <summary>y_k += x_k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTo<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var xs = MemoryMarshal.Cast<T, Vector<T>>(x);
        var ys = MemoryMarshal.Cast<T, Vector<T>>(y)[..xs.Length];
        for (int i = 0; i < xs.Length; i++) ys[i] += xs[i];
        for (int i = xs.Length * Vector<T>.Count; i < x.Length; i++) y[i] += x[i];
    }

    /// <summary>y_k += x_k w_k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddProductTo<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> w, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var xs = MemoryMarshal.Cast<T, Vector<T>>(x);
        var ws = MemoryMarshal.Cast<T, Vector<T>>(w)[..xs.Length];
        var ys = MemoryMarshal.Cast<T, Vector<T>>(y)[..xs.Length];
        for (int i = 0; i < xs.Length; i++) ys[i] += xs[i] * ws[i];
        for (int i = xs.Length * Vector<T>.Count; i < x.Length; i++) y[i] += x[i] * w[i];
    }

    /// <summary>y_k += factor · x_k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaledTo<T>(ReadOnlySpan<T> x, T factor, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var xs = MemoryMarshal.Cast<T, Vector<T>>(x);
        var ys = MemoryMarshal.Cast<T, Vector<T>>(y)[..xs.Length];
        for (int i = 0; i < xs.Length; i++) ys[i] += xs[i] * factor;
        for (int i = xs.Length * Vector<T>.Count; i < x.Length; i++) y[i] += x[i] * factor;
    }

    /// <summary>y_k = x_k + z_k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> z, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var xs = MemoryMarshal.Cast<T, Vector<T>>(x);
        var zs = MemoryMarshal.Cast<T, Vector<T>>(z)[..xs.Length];
        var ys = MemoryMarshal.Cast<T, Vector<T>>(y)[..xs.Length];
        for (int i = 0; i < xs.Length; i++) ys[i] = xs[i] + zs[i];
        for (int i = xs.Length * Vector<T>.Count; i < x.Length; i++) y[i] = x[i] + z[i];
    }

    /// <summary>y_k = x_k z_k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> z, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var xs = MemoryMarshal.Cast<T, Vector<T>>(x);
        var zs = MemoryMarshal.Cast<T, Vector<T>>(z)[..xs.Length];
        var ys = MemoryMarshal.Cast<T, Vector<T>>(y)[..xs.Length];
        for (int i = 0; i < xs.Length; i++) ys[i] = xs[i] * zs[i];
        for (int i = xs.Length * Vector<T>.Count; i < x.Length; i++) y[i] = x[i] * z[i];
    }

    /// <summary>max_k x_k; −∞ for an empty row.</summary>
    public static T Max<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T> =>
        Vector512.IsHardwareAccelerated ? RowLoops<Lanes512<T>, T>.Max(x) : RowLoops<Lanes<T>, T>.Max(x);

    /// <summary>y_k = x_k · factor; in place if both are one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale<T>(ReadOnlySpan<T> x, T factor, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var xs = MemoryMarshal.Cast<T, Vector<T>>(x);
        var ys = MemoryMarshal.Cast<T, Vector<T>>(y)[..xs.Length];
        for (int i = 0; i < xs.Length; i++) ys[i] = xs[i] * factor;
        for (int i = xs.Length * Vector<T>.Count; i < x.Length; i++) y[i] = x[i] * factor;
    }

    /// <summary>y_k = exp(x_k − shift), shift no less than any x_k; in place if both are one. Returns Σ y_k.</summary>
    public static T ExpSum<T>(ReadOnlySpan<T> x, T shift, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Vector512.IsHardwareAccelerated ? RowLoops<Lanes512<T>, T>.ExpSum(x, shift, y) : RowLoops<Lanes<T>, T>.ExpSum(x, shift, y);

    /// <summary>softmax of a row, in place if both are one: exp(x − max x) / Σ.</summary>
    public static void Softmax<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T sum = ExpSum(x, Max(x), y);
        Scale(y, T.One / sum, y);
    }

    /// <summary>Whether no element is NaN or infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AllFinite<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        // x · 0 is 0 for every finite x and NaN for all others, and NaN stays in a sum.
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(x);
        var sum = Vector<T>.Zero;
        foreach (var v in vectors) sum += v * Vector<T>.Zero;
        T total = Vector.Sum(sum);
        for (int i = vectors.Length * Vector<T>.Count; i < x.Length; i++) total += x[i] * T.Zero;
        return total == T.Zero;
    }
}

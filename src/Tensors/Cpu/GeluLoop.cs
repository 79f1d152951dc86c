using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PureSaliency.Tensors;

/// <summary>
/// y = x Φ(x) and y' = Φ(x) + x φ(x), φ = Φ' the normal density, in one go: both come from exp(−x²/2) and
/// R = Φ(−|x|) / exp(−x²/2), and neither needs to know Φ(x) itself, where 1 + erf would cancel in the left tail.
/// </summary>
internal static class GeluLoop
{
    /// <summary>y_i and y'_i of x_i, with the same bits wherever in the row x_i stands.</summary>
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y, Span<T> slope) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) Run<Lanes512<T>, T>(x, y, slope);
        else Run<Lanes<T>, T>(x, y, slope);
    }

    private static void Run<TLanes, T>(ReadOnlySpan<T> x, Span<T> y, Span<T> slope)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int whole = x.Length - x.Length % TLanes.Count;
        Whole<TLanes, T>(x[..whole], y, slope);
        if (whole < x.Length) Rest<TLanes, T>(x[whole..], y[whole..], slope[whole..]);
    }

    /// <summary>The same loop over one register that the rest does not fill.</summary>
    private static void Rest<TLanes, T>(ReadOnlySpan<T> x, Span<T> y, Span<T> slope)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> padded = stackalloc T[3 * TLanes.Count];
        Span<T> from = padded[..TLanes.Count], to = padded[TLanes.Count..(2 * TLanes.Count)], slopes = padded[(2 * TLanes.Count)..];
        from.Clear();
        x.CopyTo(from);
        Whole<TLanes, T>(from, to, slopes);
        to[..x.Length].CopyTo(y);
        slopes[..x.Length].CopyTo(slope);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Whole<TLanes, T>(ReadOnlySpan<T> x, Span<T> y, Span<T> slope)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var xs = MemoryMarshal.Cast<T, TLanes>(x);
        var ys = MemoryMarshal.Cast<T, TLanes>(y)[..xs.Length];
        var slopes = MemoryMarshal.Cast<T, TLanes>(slope)[..xs.Length];
        for (int i = 0; i < xs.Length; i++) (ys[i], slopes[i]) = Of<TLanes, T>(xs[i]);
    }

    // y = max(x, 0) − |x| R exp(−x²/2); y' = d on the left of 0 and 1 − d on the right, d = (R − |x| / √(2π)) exp(−x²/2).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Y, TLanes Slope) Of<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var zero = TLanes.Constant(0);
        var a = TLanes.AtMost(MillsRatio<TLanes, T>.Last, TLanes.Abs(x));
        // What rounding takes from a² is given back: in the exponent it would be an error of a² units.
        var half = a * TLanes.Constant(-0.5);
        var exponent = a * half;
        var exp = Exponential<TLanes, T>.Lifted(exponent, TLanes.Fma(a, half, -exponent));
        var ratio = MillsRatio<TLanes, T>.Of(a);
        var y = TLanes.AtLeast(zero, x) - Exponential<TLanes, T>.Lower(a * ratio * exp);
        var d = Exponential<TLanes, T>.Lower(TLanes.Fma(a, TLanes.Constant(-0.39894228040143267794), ratio) * exp);
        return (y, TLanes.WhereNegative(x, d, TLanes.Constant(1) - d));
    }
}

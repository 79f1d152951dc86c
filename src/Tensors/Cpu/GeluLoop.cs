using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PureSaliency.Tensors;

/// <summary><see cref="Gelu{TLanes, T}"/> along a row.</summary>
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Whole<TLanes, T>(ReadOnlySpan<T> x, Span<T> y, Span<T> slope)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var xs = MemoryMarshal.Cast<T, TLanes>(x);
        var ys = MemoryMarshal.Cast<T, TLanes>(y)[..xs.Length];
        var slopes = MemoryMarshal.Cast<T, TLanes>(slope)[..xs.Length];
        for (int i = 0; i < xs.Length; i++) (ys[i], slopes[i]) = Gelu<TLanes, T>.Of(xs[i]);
    }
}

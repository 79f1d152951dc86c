using System.Numerics;
using System.Runtime.CompilerServices;

namespace PureSaliency.Tensors;

/// <summary>
/// exp x for x ≤ 0, to within two units in the last place of T: exp(k ln 2 + r) = 2^k exp r with |r| ≤ ln 2 / 2 and
/// exp r = 1 + r + r² q(r), ln 2 in two parts (Cody and Waite 1980), q the polynomial of least relative error.
/// </summary>
internal static class Exponential<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Below this, exp x is 0 in T.</summary>
    private static TLanes Lowest => TLanes.Constant(-110, -760);

    /// <summary>exp x; x ≤ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes OfNegative(TLanes x) => Lower(Lifted(TLanes.AtLeast(Lowest, x), TLanes.Constant(0)));

    /// <summary>Undoes the factor of <see cref="Lifted"/>: the one rounding of a result below the normal numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Lower(TLanes x) => x * TLanes.Constant(1.0 / (1L << 62), 1.0 / (1L << 62) / (1L << 62));

    /// <summary>
    /// 2^62 exp(x + rest) in float and 2^124 exp(x + rest) in double, which is normal where exp x itself is not;
    /// x from −128 or −790 to 0, |rest| small beside 1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Lifted(TLanes x, TLanes rest)
    {
        // Adding 1.5 · 2^23, or 2^52, leaves no digits behind the point: the lowest bits are k and what is lifted.
        var shift = TLanes.Constant(12582912.0 + 62, 6755399441055744.0 + 124);
        var shifted = TLanes.Fma(x, TLanes.Constant(1.4426950408889634), shift);
        var k = shifted - shift;
        var r = TLanes.Fma(k, TLanes.Constant(-0.693359375, -6.93147180369123816490e-01), x);
        r = TLanes.Fma(k, TLanes.Constant(2.1219444005469058e-4, -1.90821492927058770002e-10), r) + rest;
        var p = TLanes.AreDouble ? QuadraticPartDouble(r) : QuadraticPartSingle(r);
        return TLanes.ScaleByLowBits(TLanes.Fma(r * r, p, r) + TLanes.Constant(1), shifted);
    }

    // q of degree 4: wrong by 7e-9.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes QuadraticPartSingle(TLanes r)
    {
        var q = TLanes.Constant(1.39013091625e-3);
        q = TLanes.Fma(q, r, 8.36314154767e-3);
        q = TLanes.Fma(q, r, 4.16668530748e-2);
        q = TLanes.Fma(q, r, 0.166665773138);
        return TLanes.Fma(q, r, 0.499999995529);
    }

    // q of degree 9: wrong by 1e-17.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes QuadraticPartDouble(TLanes r)
    {
        var q = TLanes.Constant(2.5068174528714398e-8);
        q = TLanes.Fma(q, r, 2.7620037445340671e-7);
        q = TLanes.Fma(q, r, 2.7557355438879617e-6);
        q = TLanes.Fma(q, r, 2.4801521415345387e-5);
        q = TLanes.Fma(q, r, 1.9841269784789685e-4);
        q = TLanes.Fma(q, r, 1.3888888917126536e-3);
        q = TLanes.Fma(q, r, 8.3333333333561307e-3);
        q = TLanes.Fma(q, r, 4.1666666666624331e-2);
        q = TLanes.Fma(q, r, 0.16666666666666644);
        return TLanes.Fma(q, r, 0.50000000000000010);
    }
}

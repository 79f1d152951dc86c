using System.Numerics;
using System.Runtime.CompilerServices;

namespace PureSaliency.Tensors;

/// <summary>
/// R(a) = Φ(−a) / exp(−a²/2) for a ≥ 0, Φ the normal distribution: Mills' ratio over √(2π). It falls from 1/2 like 1/a, and
/// (a + c) R(a) is nearly flat, so one polynomial in t = (a − c) / (a + c) serves the whole tail (after Shepherd and
/// Laframboise 1981). The coefficients are those of least relative error, by exchange (Remez 1934) with 50 digits or more.
/// </summary>
internal static class MillsRatio<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>From here on Φ(−a) is 0 in T; R holds up to here.</summary>
    public static TLanes Last
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Constant(15, 39.5);
    }

    /// <summary>R(a), to within a few units in the last place of T.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of(TLanes a)
    {
        var c = TLanes.Constant(3.5, 5);
        var inverse = TLanes.Constant(1) / (a + c);
        var t = (a - c) * inverse;
        return (TLanes.AreDouble ? FlatDouble(t) : FlatSingle(t)) * inverse;
    }

    // (a + 3.5) R(a) for a up to 15: wrong by 8e-9.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes FlatSingle(TLanes t)
    {
        var p = TLanes.Constant(0.000108696111877);
        p = TLanes.Fma(p, t, 0.000418325760134);
        p = TLanes.Fma(p, t, -0.00049504267172);
        p = TLanes.Fma(p, t, -0.00317283138139);
        p = TLanes.Fma(p, t, 0.00649372826816);
        p = TLanes.Fma(p, t, 0.0174058222525);
        p = TLanes.Fma(p, t, -0.116053175033);
        p = TLanes.Fma(p, t, 0.315425091191);
        p = TLanes.Fma(p, t, -0.565561739233);
        return TLanes.Fma(p, t, 0.744416073599);
    }

    // (a + 5) R(a) for a up to 39.5: wrong by 6e-18.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes FlatDouble(TLanes t)
    {
        var p = TLanes.Constant(-3.13419009835598565e-10);
        p = TLanes.Fma(p, t, 1.4049670193866336e-9);
        p = TLanes.Fma(p, t, 7.95331165953588508e-9);
        p = TLanes.Fma(p, t, -8.21751705930722306e-9);
        p = TLanes.Fma(p, t, -6.59918686226885634e-8);
        p = TLanes.Fma(p, t, 4.07865401940485618e-8);
        p = TLanes.Fma(p, t, 4.32837688342546533e-7);
        p = TLanes.Fma(p, t, -3.35473890685866459e-7);
        p = TLanes.Fma(p, t, -2.76891270744306566e-6);
        p = TLanes.Fma(p, t, 3.98035879018681971e-6);
        p = TLanes.Fma(p, t, 0.0000166810226070026566);
        p = TLanes.Fma(p, t, -0.0000497626482586954794);
        p = TLanes.Fma(p, t, -0.0000593756696125839485);
        p = TLanes.Fma(p, t, 0.000544899032321043531);
        p = TLanes.Fma(p, t, -0.000797869408869514464);
        p = TLanes.Fma(p, t, -0.00299337676660098625);
        p = TLanes.Fma(p, t, 0.0207950668009186076);
        p = TLanes.Fma(p, t, -0.0691186387065758284);
        p = TLanes.Fma(p, t, 0.165020366170333591);
        p = TLanes.Fma(p, t, -0.313533156671296037);
        p = TLanes.Fma(p, t, 0.495305615969977368);
        p = TLanes.Fma(p, t, -0.665382502890056783);
        return TLanes.Fma(p, t, 0.769193049750062956);
    }
}

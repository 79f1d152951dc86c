using System.Numerics;
using System.Runtime.CompilerServices;

namespace PureSaliency.Tensors;

/// <summary>
/// y = x Φ(x) and y' = Φ(x) + x φ(x), φ = Φ' the normal density, in one go: both come from exp(−x²/2) and
/// R = Φ(−|x|) / exp(−x²/2), and neither needs to know Φ(x) itself, where 1 + erf would cancel in the left tail.
/// </summary>
internal static class Gelu<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>y = max(x, 0) − |x| R exp(−x²/2); y' = d on the left of 0 and 1 − d on the right, d = (R − |x| / √(2π)) exp(−x²/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TLanes Y, TLanes Slope) Of(TLanes x)
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

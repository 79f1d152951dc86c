using System.Numerics;

namespace PureSaliency.Tensors;

/// <summary>
/// tanh x = sign x (1 − e) / (1 + e), e = exp(−2|x|); below 1/2, where 1 − e would cancel, Lambert's continued fraction
/// x / (1 + x² / (3 + x² / (5 + …))), which eight steps make exact to the last place.
/// </summary>
internal static class HyperbolicTangent<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static TLanes Of(TLanes x)
    {
        var a = TLanes.Abs(x);
        var e = Exponential<TLanes, T>.OfNegative(a * TLanes.Constant(-2));
        var one = TLanes.Constant(1);
        var far = (one - e) / (one + e);
        return TLanes.WhereNegative(a - TLanes.Constant(0.5), Near(x), TLanes.WhereNegative(x, -far, far));
    }

    private static TLanes Near(TLanes x)
    {
        var (square, fraction) = (x * x, TLanes.Constant(17));
        for (double odd = 15; odd > 0; odd -= 2) fraction = TLanes.Constant(odd) + square / fraction;
        return x / fraction;
    }
}

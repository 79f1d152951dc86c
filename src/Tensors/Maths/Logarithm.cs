using System.Numerics;

namespace PureSaliency.Tensors;

/// <summary>
/// log x for 1 ≤ x ≤ 2^24, to within a few units in the last place of 1 + log x: Halley's steps y + 2 (z − 1) / (z + 1),
/// z = x exp(−y), each of which triples the digits, from y = 12 (x − 1) / (x + 11), which is right enough to converge.
/// </summary>
internal static class Logarithm<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static TLanes Of(TLanes x)
    {
        var one = TLanes.Constant(1);
        var y = TLanes.Constant(12) * (x - one) / (x + TLanes.Constant(11));
        for (int step = 0; step < 8; step++)
        {
            var z = x * Exponential<TLanes, T>.OfNegative(-y);
            y += TLanes.Constant(2) * (z - one) / (z + one);
        }
        return y;
    }
}

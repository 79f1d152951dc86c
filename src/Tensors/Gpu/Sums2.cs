using System.Numerics;
using ILGPU;

namespace PureSaliency.Tensors;

/// <summary>Four sums, 2 by 2.</summary>
internal struct Sums2<T> : ISums<Sums2<T>, T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private T s00, s01, s10, s11;

    public static int Side => 2;

    public static Sums2<T> Add(Sums2<T> sums, ArrayView<T> a, ArrayView<T> b, int stride)
    {
        T left = b[0], right = b[stride];
        sums.s00 += a[0] * left;
        sums.s01 += a[0] * right;
        sums.s10 += a[1] * left;
        sums.s11 += a[1] * right;
        return sums;
    }

    public static void Store(Sums2<T> sums, Target<T> target, int row, int column, int stride)
    {
        target.Store(row, column, sums.s00);
        target.Store(row, column + stride, sums.s01);
        target.Store(row + 1, column, sums.s10);
        target.Store(row + 1, column + stride, sums.s11);
    }
}

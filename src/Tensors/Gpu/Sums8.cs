using System.Numerics;
using ILGPU;

namespace PureSaliency.Tensors;

/// <summary>Sixty-four sums, 8 by 8.</summary>
internal struct Sums8<T> : ISums<Sums8<T>, T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private Row8<T> r0, r1, r2, r3, r4, r5, r6, r7;

    public static int Side => 8;

    public static Sums8<T> Add(Sums8<T> sums, ArrayView<T> a, ArrayView<T> b, int stride)
    {
        var row = Row8<T>.Load(b, stride);
        sums.r0 = Row8<T>.Add(sums.r0, a[0], row);
        sums.r1 = Row8<T>.Add(sums.r1, a[1], row);
        sums.r2 = Row8<T>.Add(sums.r2, a[2], row);
        sums.r3 = Row8<T>.Add(sums.r3, a[3], row);
        sums.r4 = Row8<T>.Add(sums.r4, a[4], row);
        sums.r5 = Row8<T>.Add(sums.r5, a[5], row);
        sums.r6 = Row8<T>.Add(sums.r6, a[6], row);
        sums.r7 = Row8<T>.Add(sums.r7, a[7], row);
        return sums;
    }

    public static void Store(Sums8<T> sums, Target<T> target, int row, int column, int stride)
    {
        Row8<T>.Store(sums.r0, target, row, column, stride);
        Row8<T>.Store(sums.r1, target, row + 1, column, stride);
        Row8<T>.Store(sums.r2, target, row + 2, column, stride);
        Row8<T>.Store(sums.r3, target, row + 3, column, stride);
        Row8<T>.Store(sums.r4, target, row + 4, column, stride);
        Row8<T>.Store(sums.r5, target, row + 5, column, stride);
        Row8<T>.Store(sums.r6, target, row + 6, column, stride);
        Row8<T>.Store(sums.r7, target, row + 7, column, stride);
    }
}

/// <summary>A row of 8 sums.</summary>
internal struct Row8<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private T c0, c1, c2, c3, c4, c5, c6, c7;

    public static Row8<T> Load(ArrayView<T> from, int stride)
    {
        Row8<T> row;
        row.c0 = from[0];
        row.c1 = from[stride];
        row.c2 = from[2 * stride];
        row.c3 = from[3 * stride];
        row.c4 = from[4 * stride];
        row.c5 = from[5 * stride];
        row.c6 = from[6 * stride];
        row.c7 = from[7 * stride];
        return row;
    }

    public static Row8<T> Add(Row8<T> sums, T factor, Row8<T> row)
    {
        sums.c0 += factor * row.c0;
        sums.c1 += factor * row.c1;
        sums.c2 += factor * row.c2;
        sums.c3 += factor * row.c3;
        sums.c4 += factor * row.c4;
        sums.c5 += factor * row.c5;
        sums.c6 += factor * row.c6;
        sums.c7 += factor * row.c7;
        return sums;
    }

    public static void Store(Row8<T> sums, Target<T> target, int row, int column, int stride)
    {
        target.Store(row, column, sums.c0);
        target.Store(row, column + stride, sums.c1);
        target.Store(row, column + 2 * stride, sums.c2);
        target.Store(row, column + 3 * stride, sums.c3);
        target.Store(row, column + 4 * stride, sums.c4);
        target.Store(row, column + 5 * stride, sums.c5);
        target.Store(row, column + 6 * stride, sums.c6);
        target.Store(row, column + 7 * stride, sums.c7);
    }
}

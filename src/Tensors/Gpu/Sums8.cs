using System.Numerics;
using ILGPU;

namespace PureSaliency.Tensors;

/// <summary>Sixty-four sums, 8 by 8.</summary>
internal struct Sums8<T> : ISums<Sums8<T>, T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private Row8<T> r0, r1, r2, r3, r4, r5, r6, r7;

    public static int Side => 8;

    public static Sums8<T> Add(Sums8<T> sums, ArrayView<T> a, long first, ArrayView<T> b, long second, int stride)
    {
        var row = Row8<T>.Load(b, second, stride);
        sums.r0 = Row8<T>.Add(sums.r0, a[first], row);
        sums.r1 = Row8<T>.Add(sums.r1, a[first + 1], row);
        sums.r2 = Row8<T>.Add(sums.r2, a[first + 2], row);
        sums.r3 = Row8<T>.Add(sums.r3, a[first + 3], row);
        sums.r4 = Row8<T>.Add(sums.r4, a[first + 4], row);
        sums.r5 = Row8<T>.Add(sums.r5, a[first + 5], row);
        sums.r6 = Row8<T>.Add(sums.r6, a[first + 6], row);
        sums.r7 = Row8<T>.Add(sums.r7, a[first + 7], row);
        return sums;
    }

    public static void Put(Sums8<T> sums, Target<T> target, int row, int column, int stride)
    {
        Row8<T>.Put(sums.r0, target, row, column, stride);
        Row8<T>.Put(sums.r1, target, row + 1, column, stride);
        Row8<T>.Put(sums.r2, target, row + 2, column, stride);
        Row8<T>.Put(sums.r3, target, row + 3, column, stride);
        Row8<T>.Put(sums.r4, target, row + 4, column, stride);
        Row8<T>.Put(sums.r5, target, row + 5, column, stride);
        Row8<T>.Put(sums.r6, target, row + 6, column, stride);
        Row8<T>.Put(sums.r7, target, row + 7, column, stride);
    }
}

/// <summary>A row of 8 sums.</summary>
internal struct Row8<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private T c0, c1, c2, c3, c4, c5, c6, c7;

    public static Row8<T> Load(ArrayView<T> from, long first, long stride)
    {
        Row8<T> row;
        row.c0 = from[first];
        row.c1 = from[first + stride];
        row.c2 = from[first + 2 * stride];
        row.c3 = from[first + 3 * stride];
        row.c4 = from[first + 4 * stride];
        row.c5 = from[first + 5 * stride];
        row.c6 = from[first + 6 * stride];
        row.c7 = from[first + 7 * stride];
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

    public static void Put(Row8<T> sums, Target<T> target, int row, int column, int stride)
    {
        target.Put(row, column, sums.c0);
        target.Put(row, column + stride, sums.c1);
        target.Put(row, column + 2 * stride, sums.c2);
        target.Put(row, column + 3 * stride, sums.c3);
        target.Put(row, column + 4 * stride, sums.c4);
        target.Put(row, column + 5 * stride, sums.c5);
        target.Put(row, column + 6 * stride, sums.c6);
        target.Put(row, column + 7 * stride, sums.c7);
    }
}

using System.Numerics;
using ILGPU;

namespace PureSaliency.Tensors;

/// <summary>Sixteen sums, 4 by 4.</summary>
internal struct Sums4<T> : ISums<Sums4<T>, T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private Row4<T> r0, r1, r2, r3;

    public static int Side => 4;

    public static Sums4<T> Add(Sums4<T> sums, ArrayView<T> a, ArrayView<T> b, int stride)
    {
        var row = Row4<T>.Load(b, stride);
        sums.r0 = Row4<T>.Add(sums.r0, a[0], row);
        sums.r1 = Row4<T>.Add(sums.r1, a[1], row);
        sums.r2 = Row4<T>.Add(sums.r2, a[2], row);
        sums.r3 = Row4<T>.Add(sums.r3, a[3], row);
        return sums;
    }

    public static void Store(Sums4<T> sums, Target<T> target, int row, int column, int stride)
    {
        Row4<T>.Store(sums.r0, target, row, column, stride);
        Row4<T>.Store(sums.r1, target, row + 1, column, stride);
        Row4<T>.Store(sums.r2, target, row + 2, column, stride);
        Row4<T>.Store(sums.r3, target, row + 3, column, stride);
    }
}

/// <summary>A row of 4 sums.</summary>
internal struct Row4<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private T c0, c1, c2, c3;

    public static Row4<T> Load(ArrayView<T> from, int stride)
    {
        Row4<T> row;
        row.c0 = from[0];
        row.c1 = from[stride];
        row.c2 = from[2 * stride];
        row.c3 = from[3 * stride];
        return row;
    }

    public static Row4<T> Add(Row4<T> sums, T factor, Row4<T> row)
    {
        sums.c0 += factor * row.c0;
        sums.c1 += factor * row.c1;
        sums.c2 += factor * row.c2;
        sums.c3 += factor * row.c3;
        return sums;
    }

    public static void Store(Row4<T> sums, Target<T> target, int row, int column, int stride)
    {
        target.Store(row, column, sums.c0);
        target.Store(row, column + stride, sums.c1);
        target.Store(row, column + 2 * stride, sums.c2);
        target.Store(row, column + 3 * stride, sums.c3);
    }
}

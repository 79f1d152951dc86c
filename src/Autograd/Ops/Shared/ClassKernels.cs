using System.Numerics;
using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// One column of one block of classes: exponentials relative to the block's largest logit, their sum, and the label's logit where the
/// block has it. Columns that are no place become 0.
/// </summary>
internal readonly struct ClassBlockKernel<TLane, T>(
    ArrayView<T> z, ArrayView<TLane> lanes, ArrayView<T> bias, ArrayView<T> maxima, ArrayView<T> sums, ArrayView<T> own,
    ArrayView<int> labels, int classes, int columns, int places, int block) : IElementKernel
    where TLane : unmanaged, ILanes<TLane, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int index)
    {
        int column = index % columns, first = index / columns * block, end = first + block;
        if (end > classes) end = classes;
        T max = T.NegativeInfinity, sum = T.Zero;
        for (int v = first; v < end; v++)
        {
            long at = (long)v * columns + column;
            T logit = column < places ? z[at] + bias[v] : T.Zero;
            z[at] = logit;
            if (max < logit) max = logit;
            if (column < places && labels[column] == v) own[column] = logit;
        }
        for (int v = first; v < end; v++)
        {
            long at = (long)v * columns + column;
            z[at] -= max;
            lanes[at] = Exponential<TLane, T>.OfNegative(lanes[at]);
            sum += z[at];
        }
        maxima[index] = max;
        sums[index] = sum;
    }
}

/// <summary>Makes of one column's maxima the factors of the blocks' exponentials, and −log P_label of its place.</summary>
internal readonly struct ClassJoinKernel<TLane, T>(
    ArrayView<T> maxima, ArrayView<TLane> lanes, ArrayView<T> sums, ArrayView<T> own, ArrayView<T> losses, ArrayView<TLane> lossLanes,
    int blocks, int columns, int places) : IElementKernel
    where TLane : unmanaged, ILanes<TLane, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int column)
    {
        T max = T.NegativeInfinity, total = T.Zero;
        for (int at = column; at < blocks * columns; at += columns)
            if (max < maxima[at]) max = maxima[at];
        for (int at = column; at < blocks * columns; at += columns)
        {
            maxima[at] -= max;
            lanes[at] = Exponential<TLane, T>.OfNegative(lanes[at]);
            total += sums[at] * maxima[at];
        }
        T share = column < places ? T.One / total : T.Zero;
        for (int at = column; at < blocks * columns; at += columns) maxima[at] *= share;
        if (column >= places) return;
        losses[column] = total;
        lossLanes[column] = Logarithm<TLane, T>.Of(lossLanes[column]);
        losses[column] += max - own[column];
    }
}

/// <summary>One exponential times its block's factor.</summary>
internal readonly struct ClassScaleKernel<T>(ArrayView<T> p, ArrayView<T> factors, int columns, int block) : IElementKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int index) => p[index] *= factors[index / columns / block * columns + index % columns];
}

/// <summary>One element of (Σ_v P_v W_v − W_label) dy / N.</summary>
internal readonly struct LabelDifferenceKernel<T>(
    ArrayView<T> sums, ArrayView<T> weight, ArrayView<T> dy, ArrayView<T> dx, ArrayView<int> labels, int width, T share, int accumulate)
    : IElementKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int index)
    {
        T gradient = (sums[index] - weight[(long)labels[index / width] * width + index % width]) * (dy[0] * share);
        dx[index] = accumulate != 0 ? dx[index] + gradient : gradient;
    }
}

/// <summary>y = x · dy · factor, dy a scalar.</summary>
internal readonly struct ScaledByKernel<T>(ArrayView<T> x, ArrayView<T> dy, ArrayView<T> y, T factor) : IElementKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int index) => y[index] = x[index] * (dy[0] * factor);
}

/// <summary>One class's (Σ_n P_n − its labels) dy / N.</summary>
internal readonly struct ClassBiasKernel<T>(
    ArrayView<T> p, ArrayView<T> dy, ArrayView<T> bias, ArrayView<int> labels, int columns, int places, T share, int accumulate)
    : IElementKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int index)
    {
        T sum = T.Zero;
        for (int n = 0; n < places; n++)
        {
            sum += p[(long)index * columns + n];
            if (labels[n] == index) sum -= T.One;
        }
        T gradient = sum * (dy[0] * share);
        bias[index] = accumulate != 0 ? bias[index] + gradient : gradient;
    }
}

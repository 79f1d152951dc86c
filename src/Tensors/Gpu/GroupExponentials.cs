using System.Numerics;
using ILGPU;

namespace PureSaliency.Tensors;

/// <summary>What every softmax of a row begins with, by a group: the largest element, then exponentials relative to it.</summary>
internal static class GroupExponentials<TLane, T>
    where TLane : unmanaged, ILanes<TLane, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>max_k factor · x_k of a row, for every thread; −∞ of an empty one.</summary>
    public static T Max(ArrayView<T> x, long row, int length, T factor)
    {
        T max = T.NegativeInfinity;
        for (int k = Group.IdxX; k < length; k += Group.DimX)
        {
            T value = x[row + k] * factor;
            if (max < value) max = value;
        }
        return GroupReduce.Max(max);
    }

    /// <summary>y_k = exp(factor · x_k − max), and their sum for every thread; <paramref name="lanes"/> are y seen as lanes.</summary>
    public static T Sum(ArrayView<T> x, ArrayView<T> y, ArrayView<TLane> lanes, long row, int length, T factor, T max)
    {
        T sum = T.Zero;
        for (int k = Group.IdxX; k < length; k += Group.DimX)
        {
            y[row + k] = x[row + k] * factor - max;
            lanes[row + k] = Exponential<TLane, T>.OfNegative(lanes[row + k]);
            sum += y[row + k];
        }
        return GroupReduce.Sum(sum);
    }
}

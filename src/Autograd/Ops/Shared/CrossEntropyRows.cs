using System.Numerics;
using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// The row arithmetic of <see cref="CrossEntropy{T}"/>: p = softmax(x) and the mean over counted rows of
/// log Σ exp x − (1 − s) x_label − s x̄.
/// </summary>
internal static class CrossEntropyRows
{
    // exp costs some ten multiply-adds.
    private const long Weight = 16;

    /// <summary>p and the mean loss. A row's share depends on the row alone; they are added in order.</summary>
    public static T Forward<T>(CpuDevice<T> device, Tensor<T> x, Tensor<T> p, int[] labels, int ignored, T smoothing)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var losses = new T[labels.Length];
        device.ForRange(labels.Length, x.Count * Weight, (begin, end) =>
        {
            for (int n = begin; n < end; n++)
            {
                T own = labels[n] == ignored ? T.Zero : Own<T>(x.Row(n), labels[n], smoothing);
                T max = Simd.Max<T>(x.Row(n)), total = Simd.ExpSum(x.Row(n), max, p.Row(n));
                Simd.Scale(p.Row(n), T.One / total, p.Row(n));
                // log Σ exp − x from the shifted values: no logarithm of a probability that rounds to 0.
                losses[n] = labels[n] == ignored ? T.Zero : T.Log(total) + max - own;
            }
        });
        T sum = T.Zero;
        foreach (T loss in losses) sum += loss;
        return sum / Count<T>(labels, ignored);
    }

    /// <summary>The same by kernels.</summary>
    public static void Forward<T>(GpuDevice<T> device, Tensor<T> x, Tensor<T> p, Tensor<T> loss, int[] labels, int ignored, T smoothing)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float)) Forward<Lane32<T>, T>(device, x, p, loss, labels, ignored, smoothing);
        else Forward<Lane64<T>, T>(device, x, p, loss, labels, ignored, smoothing);
    }

    /// <summary>dx = (p − t) dy / count by kernels, 0 in rows that do not count.</summary>
    public static void Backward<T>(GpuDevice<T> device, Tensor<T> p, Tensor<T> dy, Slot<T> dx, int[] labels, int ignored, T smoothing)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (dx.Tensor is not { } target) return;
        device.ForEach(target.Count, new CrossEntropyGradientKernel<T>(
            p.OnGpu(), dy.OnGpu(), target.OnGpu(), device.Indices(labels), target.Shape[1], ignored,
            T.One / Count<T>(labels, ignored), smoothing, Shared(smoothing, target.Shape[1]), dx.Accumulate ? 1 : 0));
    }

    /// <summary>s/C, what every class has of the target.</summary>
    public static T Shared<T>(T smoothing, int classes) where T : unmanaged, IFloatingPointIeee754<T> => smoothing / T.CreateChecked(classes);

    /// <summary>Rows that count.</summary>
    public static T Count<T>(int[] labels, int ignored) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.CreateChecked(labels.Count(label => label != ignored));

    // (1 − s) x_label + s x̄; without smoothing the element itself, whatever the others are.
    private static T Own<T>(ReadOnlySpan<T> x, int label, T smoothing) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (smoothing == T.Zero) return x[label];
        T sum = T.Zero;
        foreach (T value in x) sum += value;
        return (T.One - smoothing) * x[label] + Shared(smoothing, x.Length) * sum;
    }

    private static void Forward<TLane, T>(
        GpuDevice<T> device, Tensor<T> x, Tensor<T> p, Tensor<T> loss, int[] labels, int ignored, T smoothing)
        where TLane : unmanaged, ILanes<TLane, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var losses = device.Allocate(new Shape(labels.Length));
        device.ForRows(labels.Length, new CrossEntropyKernel<TLane, T>(
            x.OnGpu(), p.OnGpu(), p.OnGpu().Cast<TLane>(), losses.OnGpu(), losses.OnGpu().Cast<TLane>(), device.Indices(labels),
            x.Shape[1], ignored, smoothing, Shared(smoothing, x.Shape[1])));
        device.ForRows(1, new TotalKernel<T>(losses.OnGpu(), loss.OnGpu(), labels.Length, T.One / Count<T>(labels, ignored)));
    }
}

/// <summary>p = softmax(x) and the loss of one row; 0 where the label is ignored.</summary>
internal readonly struct CrossEntropyKernel<TLane, T>(
    ArrayView<T> x, ArrayView<T> p, ArrayView<TLane> lanes, ArrayView<T> losses, ArrayView<TLane> lossLanes, ArrayView<int> labels,
    int width, int ignored, T smoothing, T shared) : IGroupKernel
    where TLane : unmanaged, ILanes<TLane, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run()
    {
        int n = Grid.IdxX, label = labels[n];
        long row = (long)n * width;
        T max = GroupExponentials<TLane, T>.Max(x, row, width, T.One);
        T total = GroupExponentials<TLane, T>.Sum(x, p, lanes, row, width, T.One, max), inverse = T.One / total;
        for (int k = Group.IdxX; k < width; k += Group.DimX) p[row + k] *= inverse;
        T sum = T.Zero;
        if (smoothing > T.Zero)
            for (int k = Group.IdxX; k < width; k += Group.DimX) sum += x[row + k];
        sum = GroupReduce.Sum(sum);
        if (Group.IdxX != 0) return;
        losses[n] = total;
        lossLanes[n] = Logarithm<TLane, T>.Of(lossLanes[n]);
        losses[n] = label == ignored ? T.Zero : losses[n] + max - (T.One - smoothing) * x[row + label] - shared * sum;
    }
}

/// <summary>The sum of all elements times a factor, by one group.</summary>
internal readonly struct TotalKernel<T>(ArrayView<T> x, ArrayView<T> total, int count, T factor) : IGroupKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run()
    {
        T sum = T.Zero;
        for (int i = Group.IdxX; i < count; i += Group.DimX) sum += x[i];
        sum = GroupReduce.Sum(sum);
        if (Group.IdxX == 0) total[0] = sum * factor;
    }
}

/// <summary>One element of (p − t) dy / count; 0 in rows whose label is ignored.</summary>
internal readonly struct CrossEntropyGradientKernel<T>(
    ArrayView<T> p, ArrayView<T> dy, ArrayView<T> dx, ArrayView<int> labels, int width, int ignored, T inverseCount, T smoothing,
    T shared, int accumulate)
    : IElementKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int index)
    {
        int label = labels[index / width];
        T difference = p[index] - shared;
        if (index % width == label) difference -= T.One - smoothing;
        T gradient = label == ignored ? T.Zero : difference * (dy[0] * inverseCount);
        dx[index] = accumulate != 0 ? dx[index] + gradient : gradient;
    }
}

using System.Numerics;
using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// The mean over counted rows of −log softmax(x)_label. Rows whose label is the ignored one do not count.
/// dx_n = (softmax(x_n) − e_label) dy / count, 0 for ignored rows. Shapes: x (N, C) → y ().
/// </summary>
/// <param name="Labels">One class per row, N.</param>
/// <param name="Ignored">The label of rows that do not count.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed record CrossEntropy<T>(int[] Labels, int Ignored = -100) : IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public string Name => "cross-entropy";

    private T Count => T.CreateChecked(Labels.Count(label => label != Ignored));

    /// <inheritdoc/>
    public Shape Output(ReadOnlySpan<Shape> inputs)
    {
        ShapeException.Unless(
            inputs is [{ Rank: 2 } x] && x[0] == Labels.Length && T.Zero < Count
                && Array.TrueForAll(Labels, label => label == Ignored || (uint)label < (uint)x[1]),
            Name, $"x ({Labels.Length}, C) with labels < C, one of them not {Ignored}", inputs);
        return new();
    }

    /// <inheritdoc/>
    public Shape[] Saved(ReadOnlySpan<Shape> inputs) => [inputs[0]];

    /// <inheritdoc/>
    public void Forward(CpuDevice<T> device, Pass<T> pass)
    {
        T sum = T.Zero;
        for (int n = 0; n < Labels.Length; n++)
        {
            var (x, p) = (pass.Inputs[0], pass.Saved[0]);
            T max = Simd.Max<T>(x.Row(n)), total = Simd.ExpSum(x.Row(n), max, p.Row(n));
            Simd.Scale(p.Row(n), T.One / total, p.Row(n));
            // log Σ exp − x from the shifted values: no logarithm of a probability that rounds to 0.
            if (Labels[n] != Ignored) sum += T.Log(total) + max - x.Row(n)[Labels[n]];
        }
        pass.Output.Span[0] = sum / Count;
    }

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        if (dx[0].Tensor is null) return;
        var rows = device.Allocate(pass.Inputs[0].Shape);
        device.Clear(rows);
        T factor = dy.Span[0] / Count;
        for (int n = 0; n < Labels.Length; n++)
        {
            if (Labels[n] == Ignored) continue;
            Simd.Scale(pass.Saved[0].Row(n), factor, rows.Row(n));
            rows.Row(n)[Labels[n]] -= factor;
        }
        dx[0].Take(rows);
    }

    /// <inheritdoc/>
    public void Forward(GpuDevice<T> device, Pass<T> pass)
    {
        if (typeof(T) == typeof(float)) Forward<Lane32<T>>(device, pass);
        else Forward<Lane64<T>>(device, pass);
    }

    /// <inheritdoc/>
    public void Backward(GpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        if (dx[0].Tensor is not { } target) return;
        device.ForEach(target.Count, new CrossEntropyGradientKernel<T>(
            pass.Saved[0].OnGpu(), dy.OnGpu(), target.OnGpu(), device.Indices(Labels), target.Shape[1], Ignored, T.One / Count,
            dx[0].Accumulate ? 1 : 0));
    }

    private void Forward<TLane>(GpuDevice<T> device, Pass<T> pass) where TLane : unmanaged, ILanes<TLane, T>
    {
        var (x, p, losses) = (pass.Inputs[0], pass.Saved[0], device.Allocate(new Shape(Labels.Length)));
        device.ForRows(Labels.Length, new CrossEntropyKernel<TLane, T>(
            x.OnGpu(), p.OnGpu(), p.OnGpu().Cast<TLane>(), losses.OnGpu(), losses.OnGpu().Cast<TLane>(), device.Indices(Labels),
            x.Shape[1], Ignored));
        device.ForRows(1, new TotalKernel<T>(losses.OnGpu(), pass.Output.OnGpu(), Labels.Length, T.One / Count));
    }
}

/// <summary>p = softmax(x) and −log p_label of one row; 0 where the label is ignored.</summary>
internal readonly struct CrossEntropyKernel<TLane, T>(
    ArrayView<T> x, ArrayView<T> p, ArrayView<TLane> lanes, ArrayView<T> losses, ArrayView<TLane> lossLanes, ArrayView<int> labels,
    int width, int ignored) : IGroupKernel
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
        if (Group.IdxX != 0) return;
        losses[n] = total;
        lossLanes[n] = Logarithm<TLane, T>.Of(lossLanes[n]);
        losses[n] = label == ignored ? T.Zero : losses[n] + max - x[row + label];
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

/// <summary>One element of (p − e_label) dy / count; 0 in rows whose label is ignored.</summary>
internal readonly struct CrossEntropyGradientKernel<T>(
    ArrayView<T> p, ArrayView<T> dy, ArrayView<T> dx, ArrayView<int> labels, int width, int ignored, T inverseCount, int accumulate)
    : IElementKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int index)
    {
        int label = labels[index / width];
        T difference = index % width == label ? p[index] - T.One : p[index];
        T gradient = label == ignored ? T.Zero : difference * (dy[0] * inverseCount);
        dx[index] = accumulate != 0 ? dx[index] + gradient : gradient;
    }
}

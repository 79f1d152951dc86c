using System.Numerics;
using System.Runtime.InteropServices;
using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// y_i = x_i / (1 − r) where the i-th number of a random stream is at least r, else 0; dx is dy treated the same
/// (Srivastava et al. 2014). The stream depends on the key and i alone: nothing is saved, and every device and thread count
/// drops the same elements.
/// </summary>
/// <param name="Rate">r, the share that is dropped: from 0 to below 1.</param>
/// <param name="Key">The stream.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed record Dropout<T>(double Rate, ulong Key) : IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    // What an element costs, in multiply-adds.
    private const long Weight = 4;

    /// <inheritdoc/>
    public string Name => "dropout";

    // Elements whose bits are below are dropped.
    private uint Threshold => (uint)(Rate * 4294967296.0);

    private T Scale => T.CreateChecked(1 / (1 - Rate));

    /// <inheritdoc/>
    public Shape Output(ReadOnlySpan<Shape> inputs)
    {
        ShapeException.Unless(inputs.Length == 1 && Rate is >= 0 and < 1, Name, "one input and a rate from 0 to below 1", inputs);
        return inputs[0];
    }

    /// <inheritdoc/>
    public Shape[] Saved(ReadOnlySpan<Shape> inputs) => [];

    /// <inheritdoc/>
    public void Forward(CpuDevice<T> device, Pass<T> pass) => Run(device, pass.Inputs[0], pass.Output, accumulate: false);

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        if (dx[0].Tensor is { } target) Run(device, dy, target, dx[0].Accumulate);
    }

    /// <inheritdoc/>
    public void Forward(GpuDevice<T> device, Pass<T> pass) => Run(device, pass.Inputs[0], pass.Output, accumulate: false);

    /// <inheritdoc/>
    public void Backward(GpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        if (dx[0].Tensor is { } target) Run(device, dy, target, dx[0].Accumulate);
    }

    private void Run(GpuDevice<T> device, Tensor<T> from, Tensor<T> to, bool accumulate) => device.ForEach(
        from.Count, new DropoutKernel<T>(from.OnGpu(), to.OnGpu(), Key, Threshold, Scale, accumulate ? 1 : 0));

    private void Run(CpuDevice<T> device, Tensor<T> from, Tensor<T> to, bool accumulate) =>
        device.ForRange(from.Count, from.Count * Weight, (begin, end) =>
        {
            ReadOnlySpan<T> x = from.Span[begin..end];
            Span<T> y = to.Span[begin..end];
            int done = typeof(T) == typeof(float) ? Vectors(x, y, (uint)begin, accumulate) : 0;
            for (int i = done; i < x.Length; i++)
            {
                T kept = CounterRandom.Bits(Key, (uint)(begin + i)) >= Threshold ? x[i] * Scale : T.Zero;
                y[i] = accumulate ? y[i] + kept : kept;
            }
        });

    private int Vectors(ReadOnlySpan<T> x, Span<T> y, uint first, bool accumulate)
    {
        var xs = MemoryMarshal.Cast<T, Vector<float>>(x);
        var ys = MemoryMarshal.Cast<T, Vector<float>>(y);
        Vector<uint> counters = Vector.CreateSequence(first, 1u), step = Vector.Create((uint)Vector<uint>.Count), least = Vector.Create(Threshold);
        var scale = Vector.Create(float.CreateTruncating(Scale));
        for (int i = 0; i < xs.Length; i++, counters += step)
        {
            var keeps = Vector.GreaterThanOrEqual(CounterRandom.Bits(Key, counters), least);
            var kept = xs[i] * scale & keeps.As<uint, float>();
            ys[i] = accumulate ? ys[i] + kept : kept;
        }
        return xs.Length * Vector<float>.Count;
    }
}

/// <summary>One element, kept and scaled or dropped.</summary>
internal readonly struct DropoutKernel<T>(ArrayView<T> x, ArrayView<T> y, ulong key, uint threshold, T scale, int accumulate) : IElementKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int index)
    {
        T kept = CounterRandom.Bits(key, (uint)index) >= threshold ? x[index] * scale : T.Zero;
        y[index] = accumulate != 0 ? y[index] + kept : kept;
    }
}

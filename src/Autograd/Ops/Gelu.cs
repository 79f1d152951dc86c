using System.Numerics;
using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// y = x Φ(x), Φ(x) = (1 + erf(x/√2)) / 2; dx = y' dy, y' = Φ(x) + x φ(x), φ(x) = exp(−x²/2) / √(2π).
/// The exact form of Hendrycks and Gimpel (2016), not the tanh approximation. Saved: y', of x's shape, which costs the
/// forward little beside Φ and leaves the backward one multiplication.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed record Gelu<T> : IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    // What an element costs, in multiply-adds.
    private const long ForwardWeight = 16, BackwardWeight = 2;

    /// <inheritdoc/>
    public string Name => "gelu";

    /// <inheritdoc/>
    public Shape Output(ReadOnlySpan<Shape> inputs)
    {
        ShapeException.Unless(inputs.Length == 1, Name, "one input", inputs);
        return inputs[0];
    }

    /// <inheritdoc/>
    public Shape[] Saved(ReadOnlySpan<Shape> inputs) => [inputs[0]];

    /// <inheritdoc/>
    public void Forward(CpuDevice<T> device, Pass<T> pass)
    {
        var (x, y, slope) = (pass.Inputs[0], pass.Output, pass.Saved[0]);
        device.ForRange(x.Count, x.Count * ForwardWeight, (begin, end) =>
            GeluLoop.Run<T>(x.Span[begin..end], y.Span[begin..end], slope.Span[begin..end]));
    }

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        var (slope, (target, accumulate)) = (pass.Saved[0], dx[0]);
        if (target is null) return;
        device.ForRange(target.Count, target.Count * BackwardWeight, (begin, end) =>
        {
            Span<T> slopes = slope.Span[begin..end], from = dy.Span[begin..end], to = target.Span[begin..end];
            if (accumulate) Simd.AddProductTo<T>(slopes, from, to);
            else Simd.Multiply<T>(slopes, from, to);
        });
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
        device.ForEach(target.Count, new MultiplyKernel<T>(
            pass.Saved[0].OnGpu(), dy.OnGpu(), target.OnGpu(), dx[0].Accumulate ? 1 : 0));
    }

    private static void Forward<TLane>(GpuDevice<T> device, Pass<T> pass) where TLane : unmanaged, ILanes<TLane, T> =>
        device.ForEach(pass.Output.Count, new GeluKernel<TLane, T>(
            pass.Inputs[0].OnGpu().Cast<TLane>(), pass.Output.OnGpu().Cast<TLane>(), pass.Saved[0].OnGpu().Cast<TLane>()));
}

/// <summary>y and y' of one x.</summary>
internal readonly struct GeluKernel<TLane, T>(ArrayView<TLane> x, ArrayView<TLane> y, ArrayView<TLane> slope) : IElementKernel
    where TLane : unmanaged, ILanes<TLane, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int index) => (y[index], slope[index]) = Gelu<TLane, T>.Of(x[index]);
}

/// <summary>z = x y, or z += x y, element by element.</summary>
internal readonly struct MultiplyKernel<T>(ArrayView<T> x, ArrayView<T> y, ArrayView<T> z, int accumulate) : IElementKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int index)
    {
        T product = x[index] * y[index];
        z[index] = accumulate != 0 ? z[index] + product : product;
    }
}

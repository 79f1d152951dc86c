using System.Numerics;
using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>y = tanh x, dx = (1 − y²) dy, element by element.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed record Tanh<T> : IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly struct Function : IScalarFunction<T>
    {
        public static T Value(T x) => T.Tanh(x);

        public static T Derivative(T x, T y) => T.One - y * y;
    }

    /// <inheritdoc/>
    public string Name => "tanh";

    /// <inheritdoc/>
    public Shape Output(ReadOnlySpan<Shape> inputs) => Elementwise<T, Function>.Output(Name, inputs);

    /// <inheritdoc/>
    public Shape[] Saved(ReadOnlySpan<Shape> inputs) => [];

    /// <inheritdoc/>
    public void Forward(CpuDevice<T> device, Pass<T> pass) => Elementwise<T, Function>.Forward(device, pass);

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx) =>
        Elementwise<T, Function>.Backward(device, pass, dy, dx[0]);

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
        device.ForEach(target.Count, new TanhGradientKernel<T>(
            pass.Output.OnGpu(), dy.OnGpu(), target.OnGpu(), dx[0].Accumulate ? 1 : 0));
    }

    private static void Forward<TLane>(GpuDevice<T> device, Pass<T> pass) where TLane : unmanaged, ILanes<TLane, T> =>
        device.ForEach(pass.Output.Count, new TanhKernel<TLane, T>(
            pass.Inputs[0].OnGpu().Cast<TLane>(), pass.Output.OnGpu().Cast<TLane>()));
}

/// <summary>y = tanh x.</summary>
internal readonly struct TanhKernel<TLane, T>(ArrayView<TLane> x, ArrayView<TLane> y) : IElementKernel
    where TLane : unmanaged, ILanes<TLane, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int index) => y[index] = HyperbolicTangent<TLane, T>.Of(x[index]);
}

/// <summary>dx = (1 − y²) dy.</summary>
internal readonly struct TanhGradientKernel<T>(ArrayView<T> y, ArrayView<T> dy, ArrayView<T> dx, int accumulate) : IElementKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int index)
    {
        T gradient = (T.One - y[index] * y[index]) * dy[index];
        dx[index] = accumulate != 0 ? dx[index] + gradient : gradient;
    }
}

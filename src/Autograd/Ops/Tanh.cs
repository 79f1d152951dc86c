using System.Numerics;
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
}

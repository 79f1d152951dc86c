using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// y = x Φ(x), Φ(x) = (1 + erf(x/√2)) / 2; dx = (Φ(x) + x φ(x)) dy, φ(x) = exp(−x²/2) / √(2π).
/// The exact form of Hendrycks and Gimpel (2016), not the tanh approximation.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed record Gelu<T> : IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly struct Function : IScalarFunction<T>
    {
        private static readonly T Half = T.CreateChecked(0.5);
        private static readonly T RootHalf = T.CreateChecked(0.70710678118654752440);
        private static readonly T DensityAtZero = T.CreateChecked(0.39894228040143267794);

        public static T Value(T x) => x * Cumulative(x);

        public static T Derivative(T x, T y) => Cumulative(x) + x * DensityAtZero * T.Exp(-Half * x * x);

        // erfc keeps full relative precision in the left tail, where 1 + erf would cancel.
        private static T Cumulative(T x) => Half * ErrorFunction<T>.Erfc(-x * RootHalf);
    }

    /// <inheritdoc/>
    public string Name => "gelu";

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

using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>A function of one number and its derivative, shared by every device.</summary>
internal interface IScalarFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>f(x).</summary>
    static abstract T Value(T x);

    /// <summary>f'(x), given x and y = f(x).</summary>
    static abstract T Derivative(T x, T y);
}

/// <summary>The loops of operations that treat every element alike: y = f(x), dx = f'(x) dy.</summary>
internal static class Elementwise<T, TFunction>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : IScalarFunction<T>
{
    // Scalar functions cost some ten multiply-adds.
    private const long Weight = 16;

    public static Shape Output(string op, ReadOnlySpan<Shape> inputs)
    {
        ShapeException.Unless(inputs.Length == 1, op, "one input", inputs);
        return inputs[0];
    }

    public static void Forward(CpuDevice<T> device, Pass<T> pass)
    {
        var (from, to) = (pass.Inputs[0], pass.Output);
        device.ForRange(to.Count, to.Count * Weight, (begin, end) =>
        {
            Span<T> x = from.Span[begin..end], y = to.Span[begin..end];
            for (int i = 0; i < x.Length; i++) y[i] = TFunction.Value(x[i]);
        });
    }

    public static void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> gradient, Slot<T> slot)
    {
        if (slot.Tensor is not { } target) return;
        device.ForRange(target.Count, target.Count * Weight, (begin, end) =>
        {
            Span<T> x = pass.Inputs[0].Span[begin..end], y = pass.Output.Span[begin..end];
            Span<T> dy = gradient.Span[begin..end], dx = target.Span[begin..end];
            for (int i = 0; i < x.Length; i++)
            {
                T derivative = TFunction.Derivative(x[i], y[i]) * dy[i];
                dx[i] = slot.Accumulate ? dx[i] + derivative : derivative;
            }
        });
    }
}

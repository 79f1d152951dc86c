using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd;

/// <summary>
/// One step on the tape: y = f(x₁, x₂, …) with its derivative. An operation is data: it can be printed, listed, timed
/// and checked. There are no defaults on purpose: a missing backward or kernel must not compile.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public interface IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The operation's name, for tables and messages.</summary>
    string Name { get; }

    /// <summary>Shape of y.</summary>
    /// <exception cref="ShapeException">The inputs do not fit.</exception>
    Shape Output(ReadOnlySpan<Shape> inputs);

    /// <summary>Shapes of what the forward keeps for the backward, beside inputs and output.</summary>
    Shape[] Saved(ReadOnlySpan<Shape> inputs);

    /// <summary>Computes y, and what is saved, on the CPU. Both come with undefined contents.</summary>
    void Forward(CpuDevice<T> device, Pass<T> pass);

    /// <summary>
    /// Given dy, stores dx or adds to it for every wanted input, on the CPU. Linear in dy.
    /// </summary>
    void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx);

    /// <summary>The same as the forward on the CPU, by kernels.</summary>
    void Forward(GpuDevice<T> device, Pass<T> pass);

    /// <summary>The same as the backward on the CPU, by kernels.</summary>
    void Backward(GpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx);
}

/// <summary>Picks an operation's code for a device.</summary>
internal static class Dispatch
{
    public static void Forward<T>(this IOp<T> op, Device<T> device, Pass<T> pass) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (device is CpuDevice<T> cpu) op.Forward(cpu, pass);
        else op.Forward((GpuDevice<T>)device, pass);
    }

    public static void Backward<T>(this IOp<T> op, Device<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (device is CpuDevice<T> cpu) op.Backward(cpu, pass, dy, dx);
        else op.Backward((GpuDevice<T>)device, pass, dy, dx);
    }
}

/// <summary>What one application of an operation reads and writes.</summary>
public readonly record struct Pass<T>(Tensor<T>[] Inputs, Tensor<T> Output, Tensor<T>[] Saved)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>Where the gradient of one input goes. The first writer stores, later ones add.</summary>
/// <param name="Tensor">The gradient, or null if nobody wants it.</param>
/// <param name="Accumulate">Whether to add to what is there.</param>
public readonly record struct Slot<T>(Tensor<T>? Tensor, bool Accumulate) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Takes a finished gradient on the CPU: copies it if it is the first, adds it otherwise.</summary>
    internal void Take(Tensor<T> gradient)
    {
        if (Tensor is null) return;
        if (Accumulate) Simd.AddTo<T>(gradient.Span, Tensor.Span);
        else gradient.Span.CopyTo(Tensor.Span);
    }
}

/// <summary>Inputs of an operation do not fit together.</summary>
public sealed class ShapeException(string message) : ArgumentException(message)
{
    /// <summary>Throws unless <paramref name="holds"/>.</summary>
    internal static void Unless(bool holds, string op, string expected, ReadOnlySpan<Shape> found)
    {
        if (!holds) throw new ShapeException($"{op} expects {expected}, but was given {string.Join(", ", found.ToArray())}.");
    }
}

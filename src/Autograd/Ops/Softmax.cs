using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// p = exp(x − max x) / Σ exp(x − max x) over each row; dx = p ∘ (dp − Σ p dp). Shapes: x (N, C) → p (N, C).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed record Softmax<T> : IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public string Name => "softmax";

    /// <inheritdoc/>
    public Shape Output(ReadOnlySpan<Shape> inputs)
    {
        ShapeException.Unless(inputs is [{ Rank: 2 }], Name, "x (N, C)", inputs);
        return inputs[0];
    }

    /// <inheritdoc/>
    public Shape[] Saved(ReadOnlySpan<Shape> inputs) => [];

    /// <inheritdoc/>
    public void Forward(CpuDevice<T> device, Pass<T> pass)
    {
        for (int n = 0; n < pass.Output.Shape[0]; n++) Simd.Softmax<T>(pass.Inputs[0].Row(n), pass.Output.Row(n));
    }

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        if (dx[0].Tensor is null) return;
        var rows = device.Allocate(dy.Shape);
        for (int n = 0; n < dy.Shape[0]; n++) SoftmaxGradient.Row(pass.Output.Row(n), dy.Row(n), T.One, rows.Row(n));
        dx[0].Take(rows);
    }

    /// <inheritdoc/>
    public void Forward(GpuDevice<T> device, Pass<T> pass)
    {
        device.Copy(pass.Inputs[0], pass.Output);
        SoftmaxRows.Forward(device, pass.Output.OnGpu(), new EqualRows(pass.Output.Shape[1]), pass.Output.Shape[0], 1, T.One);
    }

    /// <inheritdoc/>
    public void Backward(GpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        if (dx[0].Tensor is not { } target) return;
        SoftmaxRows.Backward(device, pass.Output.OnGpu(), dy.OnGpu(), target.OnGpu(), new EqualRows(dy.Shape[1]), dy.Shape[0], 1, T.One,
            dx[0].Accumulate);
    }
}

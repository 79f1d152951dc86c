using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// y = x·Wᵀ + b for every row. dx = dy·W, dW = dyᵀ·x, db = Σ_n dy_n.
/// Shapes: x (N, K), W (O, K), b (O) → y (N, O).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe record Linear<T> : IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public string Name => "linear";

    /// <inheritdoc/>
    public Shape Output(ReadOnlySpan<Shape> inputs)
    {
        ShapeException.Unless(
            inputs is [{ Rank: 2 } x, { Rank: 2 } w, { Rank: 1 } b] && x[1] == w[1] && w[0] == b[0],
            Name, "x (N, K), W (O, K), b (O)", inputs);
        return new(inputs[0][0], inputs[1][0]);
    }

    /// <inheritdoc/>
    public Shape[] Saved(ReadOnlySpan<Shape> inputs) => [];

    /// <inheritdoc/>
    public void Forward(CpuDevice<T> device, Pass<T> pass)
    {
        var (x, w, b, y) = (pass.Inputs[0], pass.Inputs[1], pass.Inputs[2], pass.Output);
        int rows = x.Shape[0], inputs = x.Shape[1], outputs = y.Shape[1];
        if (SmallLinear<T>.Suits(w)) SmallLinear<T>.Forward(device, x, w, b, y);
        else
            Gemm<T>.MultiplyTransposed(device, rows, outputs, inputs,
                new(x.Pointer, inputs), new(w.Pointer, inputs), new(y.Pointer, outputs, b.Pointer));    // (N, O)
    }

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        var (x, w) = (pass.Inputs[0], pass.Inputs[1]);
        int rows = x.Shape[0], inputs = x.Shape[1], outputs = dy.Shape[1];
        if (SmallLinear<T>.Suits(w) && (dx[1].Tensor ?? dx[2].Tensor) is not null)
        {
            SmallLinear<T>.Backward(device, x, w, dy, dx[0], dx[1], dx[2]);
            return;
        }
        if (dx[0].Tensor is { } toInput)
            Gemm<T>.Multiply(device, rows, inputs, outputs,
                new(dy.Pointer, outputs), new(w.Pointer, inputs), new(toInput.Pointer, inputs, null, dx[0].Accumulate));    // (N, K)
        if (dx[1].Tensor is { } toWeight)
            Gemm<T>.Multiply(device, outputs, inputs, rows,
                new(dy.Pointer, 1, outputs), new(x.Pointer, inputs), new(toWeight.Pointer, inputs, null, dx[1].Accumulate)); // (O, K)
        if (dx[2].Tensor is { } toBias) Columns.Sum(device, dy, toBias, dx[2].Accumulate);
    }

    /// <inheritdoc/>
    public void Forward(GpuDevice<T> device, Pass<T> pass)
    {
        var (x, w, b, y) = (pass.Inputs[0], pass.Inputs[1], pass.Inputs[2], pass.Output);
        int rows = x.Shape[0], inputs = x.Shape[1], outputs = y.Shape[1];
        GpuProduct.Run(device, new(rows, outputs, inputs, new(0, inputs), new(0, 1, inputs), new(0, outputs)),
            x.OnGpu(), w.OnGpu(), y.OnGpu(), accumulate: false, bias: b.OnGpu());                       // (N, O)
    }

    /// <inheritdoc/>
    public void Backward(GpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        var (x, w) = (pass.Inputs[0], pass.Inputs[1]);
        int rows = x.Shape[0], inputs = x.Shape[1], outputs = dy.Shape[1];
        if (dx[0].Tensor is { } toInput)
            GpuProduct.Run(device, new(rows, inputs, outputs, new(0, outputs), new(0, inputs), new(0, inputs)),
                dy.OnGpu(), w.OnGpu(), toInput.OnGpu(), dx[0].Accumulate);                              // (N, K)
        if (dx[1].Tensor is { } toWeight)
            GpuProduct.Run(device, new(outputs, inputs, rows, new(0, 1, outputs), new(0, inputs), new(0, inputs)),
                dy.OnGpu(), x.OnGpu(), toWeight.OnGpu(), dx[1].Accumulate);                             // (O, K)
        if (dx[2].Tensor is { } toBias) Columns.Sum(device, dy, toBias, dx[2].Accumulate);
    }
}

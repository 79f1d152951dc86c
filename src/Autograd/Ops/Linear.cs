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
        Gemm<T>.Multiply(device, x.Shape[0], new(x.Pointer, x.Shape[1], 1),                            // (N, K)
            PackedMatrix<T>.Of(device, w, Orientation.Transposed),                                      // (K, O)
            new(y.Pointer, y.Shape[1], b.Pointer, accumulate: false));                                  // (N, O)
    }

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        var (x, w) = (pass.Inputs[0], pass.Inputs[1]);
        if (dx[0].Tensor is { } toInput)
            Gemm<T>.Multiply(device, dy.Shape[0], new(dy.Pointer, dy.Shape[1], 1),                      // (N, O)
                PackedMatrix<T>.Of(device, w, Orientation.AsStored),                                    // (O, K)
                new(toInput.Pointer, x.Shape[1], null, dx[0].Accumulate));                              // (N, K)
        if (dx[1].Tensor is { } toWeight)
            Gemm<T>.Multiply(device, dy.Shape[1], new(dy.Pointer, 1, dy.Shape[1]),                      // (O, N)
                PackedMatrix<T>.Of(device, x, Orientation.AsStored),                                    // (N, K)
                new(toWeight.Pointer, x.Shape[1], null, dx[1].Accumulate));                             // (O, K)
        if (dx[2].Tensor is { } toBias) Columns.Sum(device, dy, toBias, dx[2].Accumulate);
    }
}

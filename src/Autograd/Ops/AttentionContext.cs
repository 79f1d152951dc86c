using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// Y = P·V for every head of every sequence; heads stand side by side in the columns. dP = dY·Vᵀ, dV = Pᵀ·dY.
/// Shapes: P (Σ H m n) in the order of <see cref="AttentionLayout"/>, v (N, K) → y (M, K).
/// </summary>
/// <param name="Layout">Sequences and heads.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe record AttentionContext<T>(AttentionLayout Layout) : IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public string Name => "attention context";

    /// <inheritdoc/>
    public Shape Output(ReadOnlySpan<Shape> inputs)
    {
        ShapeException.Unless(
            inputs is [{ Rank: 1 } p, var v] && p[0] == Layout.Count && Layout.Fits(v),
            Name, $"P ({Layout.Count}) and v ({Layout.Rows}, K) with K a multiple of {Layout.Heads} heads", inputs);
        return new(Layout.Queries, inputs[1][1]);
    }

    /// <inheritdoc/>
    public Shape[] Saved(ReadOnlySpan<Shape> inputs) => [];

    /// <inheritdoc/>
    public void Forward(CpuDevice<T> device, Pass<T> pass)
    {
        var (p, v, y) = (pass.Inputs[0], pass.Inputs[1], pass.Output);
        int width = v.Shape[1], size = width / Layout.Heads;
        Layout.ForEachHead(device, width, (sequence, head) =>
        {
            int m = Layout.QueriesOf(sequence), n = Layout.Length(sequence), column = head * size;
            T* values = v.Pointer + (long)Layout.Bounds[sequence] * width + column;                     // (n, D)
            T* context = y.Pointer + (long)Layout.FirstQuery(sequence) * width + column;                // (m, D)
            Gemm<T>.MultiplyAlone(m, size, n, new(p.Pointer + Layout.Offset(sequence, head), n), new(values, width), new(context, width));
        });
    }

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        var (p, v) = (pass.Inputs[0], pass.Inputs[1]);
        var (toWeights, toValue) = (dx[0], dx[1]);
        int width = v.Shape[1], size = width / Layout.Heads;
        Layout.ForEachHead(device, width, (sequence, head) =>
        {
            int m = Layout.QueriesOf(sequence), n = Layout.Length(sequence), column = head * size;
            long offset = Layout.Offset(sequence, head), rows = (long)Layout.Bounds[sequence] * width + column;
            T* context = dy.Pointer + (long)Layout.FirstQuery(sequence) * width + column;               // (m, D)
            if (toWeights.Tensor is { } weights)
                Gemm<T>.MultiplyTransposedAlone(m, n, size, new(context, width), new(v.Pointer + rows, width),
                    new(weights.Pointer + offset, n, null, toWeights.Accumulate));                      // (m, n)
            if (toValue.Tensor is { } value)
                Gemm<T>.MultiplyAlone(n, size, m, new(p.Pointer + offset, 1, n), new(context, width),
                    new(value.Pointer + rows, width, null, toValue.Accumulate));                        // (n, D)
        });
    }

    /// <inheritdoc/>
    public void Forward(GpuDevice<T> device, Pass<T> pass) => Layout.Multiply(
        device, HeadProduct.ToQueries, pass.Output.Shape[1], pass.Inputs[0], pass.Inputs[1], pass.Output, T.One, accumulate: false, Layout.AllHeads);

    /// <inheritdoc/>
    public void Backward(GpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        var (p, v) = (pass.Inputs[0], pass.Inputs[1]);
        int width = v.Shape[1];
        if (dx[0].Tensor is { } weights)
            Layout.Multiply(device, HeadProduct.Scores, width, dy, v, weights, T.One, dx[0].Accumulate, Layout.AllHeads);    // (m, n)
        if (dx[1].Tensor is { } value)
            Layout.Multiply(device, HeadProduct.ToKeys, width, p, dy, value, T.One, dx[1].Accumulate, Layout.AllHeads);      // (n, D)
    }
}

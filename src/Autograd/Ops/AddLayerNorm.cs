using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// Residual and layer normalisation in one: y = γ ŝ + β with s = x + r and ŝ = (s − mean) / √(variance + ε) over each row.
/// dx = dr = ds as in <see cref="LayerNorm{T}"/>. Shapes: x (N, K), r (N, K), γ (K), β (K) → y (N, K).
/// </summary>
/// <param name="Epsilon">ε, added to the variance.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed record AddLayerNorm<T>(T Epsilon) : IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public string Name => "add + layer norm";

    /// <inheritdoc/>
    public Shape Output(ReadOnlySpan<Shape> inputs)
    {
        ShapeException.Unless(
            inputs is [{ Rank: 2 } x, var residual, { Rank: 1 } gamma, { Rank: 1 } beta]
                && x == residual && x[1] == gamma[0] && x[1] == beta[0],
            Name, "x (N, K), r (N, K), γ (K), β (K)", inputs);
        return inputs[0];
    }

    /// <inheritdoc/>
    public Shape[] Saved(ReadOnlySpan<Shape> inputs) => Normalization.Saved(inputs[0]);

    /// <inheritdoc/>
    public void Forward(CpuDevice<T> device, Pass<T> pass)
    {
        var (x, residual, gamma, beta) = (pass.Inputs[0], pass.Inputs[1], pass.Inputs[2], pass.Inputs[3]);
        device.ForRange(x.Shape.Rows, 4L * x.Count, (begin, end) =>
        {
            for (int n = begin; n < end; n++)
            {
                var row = pass.Saved[0].Row(n);
                Simd.Add<T>(x.Row(n), residual.Row(n), row);
                pass.Saved[1].Span[n] = Normalization.Forward(row, gamma.Span, beta.Span, Epsilon, pass.Output.Row(n));
            }
        });
    }

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx) =>
        Normalization.Backward(device, pass, pass.Inputs[2], dy, dx[0], dx[1], dx[2], dx[3]);

    /// <inheritdoc/>
    public void Forward(GpuDevice<T> device, Pass<T> pass) =>
        Normalization.Forward(device, pass, pass.Inputs[0], pass.Inputs[1], pass.Inputs[2], pass.Inputs[3], Epsilon);

    /// <inheritdoc/>
    public void Backward(GpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx) =>
        Normalization.Backward(device, pass, pass.Inputs[2], dy, dx[0], dx[1], dx[2], dx[3]);
}

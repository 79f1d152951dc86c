using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// y = γ x̂ + β with x̂ = (x − mean) / √(variance + ε) over each row.
/// dx = (dx̂ − mean(dx̂) − x̂ mean(dx̂ x̂)) / √(variance + ε), dx̂ = γ dy; dγ = Σ_n dy x̂; dβ = Σ_n dy.
/// Shapes: x (N, K), γ (K), β (K) → y (N, K).
/// </summary>
/// <param name="Epsilon">ε, added to the variance.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed record LayerNorm<T>(T Epsilon) : IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public string Name => "layer norm";

    /// <inheritdoc/>
    public Shape Output(ReadOnlySpan<Shape> inputs)
    {
        ShapeException.Unless(
            inputs is [{ Rank: 2 } x, { Rank: 1 } gamma, { Rank: 1 } beta] && x[1] == gamma[0] && x[1] == beta[0],
            Name, "x (N, K), γ (K), β (K)", inputs);
        return inputs[0];
    }

    /// <inheritdoc/>
    public Shape[] Saved(ReadOnlySpan<Shape> inputs) => Normalization.Saved(inputs[0]);

    /// <inheritdoc/>
    public void Forward(CpuDevice<T> device, Pass<T> pass)
    {
        var (x, gamma, beta) = (pass.Inputs[0], pass.Inputs[1], pass.Inputs[2]);
        device.ForRange(x.Shape.Rows, 4L * x.Count, (begin, end) =>
        {
            for (int n = begin; n < end; n++)
            {
                var row = pass.Saved[0].Row(n);
                x.Row(n).CopyTo(row);
                pass.Saved[1].Span[n] = Normalization.Forward(row, gamma.Span, beta.Span, Epsilon, pass.Output.Row(n));
            }
        });
    }

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx) =>
        Normalization.Backward(device, pass, pass.Inputs[1], dy, dx[0], default, dx[1], dx[2]);

    /// <inheritdoc/>
    public void Forward(GpuDevice<T> device, Pass<T> pass) =>
        Normalization.Forward(device, pass, pass.Inputs[0], null, pass.Inputs[1], pass.Inputs[2], Epsilon);

    /// <inheritdoc/>
    public void Backward(GpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx) =>
        Normalization.Backward(device, pass, pass.Inputs[1], dy, dx[0], default, dx[1], dx[2]);
}

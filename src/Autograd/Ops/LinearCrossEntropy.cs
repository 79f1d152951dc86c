using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// The mean over rows of −log softmax(x·Wᵀ + b)_label: a product and its cross-entropy in one, for vocabularies. What is kept
/// is P = softmax(x·Wᵀ + b) (N, V); the gradient P − E of the logits, E having a 1 at each label, is never written down: with
/// s = dy / N, dx = s (P·W − W_label), dW = s (Pᵀ·x − Eᵀ·x), db = s Σ_n (P_n − E_n).
/// Shapes: x (N, K), W (V, K), b (V) → y ().
/// </summary>
/// <param name="Labels">One class per row, N.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe record LinearCrossEntropy<T>(int[] Labels) : IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public string Name => "linear + cross-entropy";

    /// <inheritdoc/>
    public Shape Output(ReadOnlySpan<Shape> inputs)
    {
        ShapeException.Unless(
            inputs is [{ Rank: 2 } x, { Rank: 2 } w, { Rank: 1 } b] && x[1] == w[1] && w[0] == b[0]
                && Labels.Length > 0 && x[0] == Labels.Length && Array.TrueForAll(Labels, label => (uint)label < (uint)w[0]),
            Name, $"x ({Labels.Length}, K), W (V, K), b (V) with labels < V", inputs);
        return new();
    }

    /// <inheritdoc/>
    public Shape[] Saved(ReadOnlySpan<Shape> inputs) => [new(Labels.Length, inputs[1][0])];

    /// <inheritdoc/>
    public void Forward(CpuDevice<T> device, Pass<T> pass)
    {
        var (x, w, b, p) = (pass.Inputs[0], pass.Inputs[1], pass.Inputs[2], pass.Saved[0]);
        int inputs = x.Shape[1], outputs = w.Shape[0];
        Gemm<T>.MultiplyTransposed(device, x.Shape[0], outputs, inputs,
            new(x.Pointer, inputs), new(w.Pointer, inputs), new(p.Pointer, outputs, b.Pointer));        // (N, V)
        pass.Output.Span[0] = CrossEntropyRows.Forward(device, p, p, Labels);
    }

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        T factor = dy.Span[0] / T.CreateChecked(Labels.Length);
        if (dx[0].Tensor is not null) ToRows(device, pass, factor, dx[0]);
        if (dx[1].Tensor is { } weight) ToWeight(device, pass, factor, weight, dx[1].Accumulate);
        if (dx[2].Tensor is not null) ToBias(device, pass.Saved[0], factor, dx[2]);
    }

    private void ToRows(CpuDevice<T> device, Pass<T> pass, T factor, Slot<T> slot)
    {
        var (w, p, rows) = (pass.Inputs[1], pass.Saved[0], device.Allocate(pass.Inputs[0].Shape));      // (N, K)
        int inputs = w.Shape[1], outputs = w.Shape[0];
        Gemm<T>.Multiply(device, Labels.Length, inputs, outputs,
            new(p.Pointer, outputs), new(w.Pointer, inputs), new(rows.Pointer, inputs));
        for (int n = 0; n < Labels.Length; n++)
        {
            Simd.AddScaledTo<T>(w.Row(Labels[n]), -T.One, rows.Row(n));
            Simd.Scale(rows.Row(n), factor, rows.Row(n));
        }
        slot.Take(rows);
    }

    private void ToWeight(CpuDevice<T> device, Pass<T> pass, T factor, Tensor<T> weight, bool accumulate)
    {
        var (x, p, scaled) = (pass.Inputs[0], pass.Saved[0], device.Allocate(pass.Inputs[0].Shape));    // (N, K)
        int inputs = x.Shape[1], outputs = p.Shape[1];
        Simd.Scale(x.Span, factor, scaled.Span);
        Gemm<T>.Multiply(device, outputs, inputs, Labels.Length,
            new(p.Pointer, 1, outputs), new(scaled.Pointer, inputs), new(weight.Pointer, inputs, null, accumulate));    // (V, K)
        for (int n = 0; n < Labels.Length; n++) Simd.AddScaledTo<T>(scaled.Row(n), -T.One, weight.Row(Labels[n]));
    }

    private void ToBias(CpuDevice<T> device, Tensor<T> p, T factor, Slot<T> slot)
    {
        var sums = device.Allocate(new Shape(p.Shape[1]));                                              // (V)
        Columns.Sum(device, p, sums, accumulate: false);
        foreach (int label in Labels) sums.Span[label] -= T.One;
        Simd.Scale(sums.Span, factor, sums.Span);
        slot.Take(sums);
    }

    /// <inheritdoc/>
    public void Forward(GpuDevice<T> device, Pass<T> pass)
    {
        var logits = device.Allocate(pass.Saved[0].Shape);                                              // (N, V)
        new Linear<T>().Forward(device, new Pass<T>(pass.Inputs, logits, []));
        CrossEntropyRows.Forward(device, logits, pass.Saved[0], pass.Output, Labels);
    }

    /// <inheritdoc/>
    public void Backward(GpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        var logits = device.Allocate(pass.Saved[0].Shape);                                              // (N, V)
        CrossEntropyRows.Backward(device, pass.Saved[0], dy, new Slot<T>(logits, false), Labels);
        new Linear<T>().Backward(device, new Pass<T>(pass.Inputs, logits, []), logits, dx);
    }
}

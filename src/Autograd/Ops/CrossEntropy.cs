using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// The mean over counted rows of −t · log softmax(x) with t = (1 − s) e_label + s/C. Rows whose label is the ignored one do not count.
/// dx_n = (softmax(x_n) − t_n) dy / count, 0 for ignored rows. Shapes: x (N, C) → y ().
/// </summary>
/// <param name="Labels">One class per row, N.</param>
/// <param name="Ignored">The label of rows that do not count.</param>
/// <param name="Smoothing">s, what all classes share of the target, 0 ≤ s &lt; 1 (Szegedy et al., "Rethinking the Inception Architecture").</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed record CrossEntropy<T>(int[] Labels, int Ignored = -100, double Smoothing = 0) : IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public string Name => "cross-entropy";

    private T Count => CrossEntropyRows.Count<T>(Labels, Ignored);

    /// <inheritdoc/>
    public Shape Output(ReadOnlySpan<Shape> inputs)
    {
        ShapeException.Unless(
            inputs is [{ Rank: 2 } x] && x[0] == Labels.Length && T.Zero < Count && Smoothing is >= 0 and < 1
                && Array.TrueForAll(Labels, label => label == Ignored || (uint)label < (uint)x[1]),
            Name, $"x ({Labels.Length}, C) with labels < C, one of them not {Ignored}, smoothing in [0, 1)", inputs);
        return new();
    }

    /// <inheritdoc/>
    public Shape[] Saved(ReadOnlySpan<Shape> inputs) => [inputs[0]];

    /// <inheritdoc/>
    public void Forward(CpuDevice<T> device, Pass<T> pass) =>
        pass.Output.Span[0] = CrossEntropyRows.Forward(device, pass.Inputs[0], pass.Saved[0], Labels, Ignored, T.CreateChecked(Smoothing));

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        if (dx[0].Tensor is null) return;
        var rows = device.Allocate(pass.Inputs[0].Shape);
        device.Clear(rows);
        T factor = dy.Span[0] / Count, smoothing = T.CreateChecked(Smoothing), shared = CrossEntropyRows.Shared(smoothing, rows.Shape[1]);
        for (int n = 0; n < Labels.Length; n++)
        {
            if (Labels[n] == Ignored) continue;
            var p = pass.Saved[0].Row(n);
            var row = rows.Row(n);
            for (int c = 0; c < row.Length; c++) row[c] = (p[c] - shared) * factor;
            row[Labels[n]] -= (T.One - smoothing) * factor;
        }
        dx[0].Take(rows);
    }

    /// <inheritdoc/>
    public void Forward(GpuDevice<T> device, Pass<T> pass) =>
        CrossEntropyRows.Forward(device, pass.Inputs[0], pass.Saved[0], pass.Output, Labels, Ignored, T.CreateChecked(Smoothing));

    /// <inheritdoc/>
    public void Backward(GpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx) =>
        CrossEntropyRows.Backward(device, pass.Saved[0], dy, dx[0], Labels, Ignored, T.CreateChecked(Smoothing));
}

using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// The mean over rows of −log softmax(x·Wᵀ + b)_label: a product and its cross-entropy in one, for vocabularies. What is kept
/// is P = softmax(W·xᵀ + b) (V, N), a row per class, N filled up to whole registers; the gradient P − E of the logits, E having a 1
/// at each label, is never written down: with s = dy / N, dx = s (Pᵀ·W − W_label), dW = P·(s x) − E·(s x), db = s Σ_n (P − E)_n.
/// Shapes: x (N, K), W (V, K), b (V) → y ().
/// </summary>
/// <param name="Labels">One class per row, N.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe record LinearCrossEntropy<T>(int[] Labels) : IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    // Classes whose part of a sum over all is computed by itself: a task's work, whatever the number of threads.
    private const int ClassesPerTask = 2048;

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
    public Shape[] Saved(ReadOnlySpan<Shape> inputs) => [new(inputs[1][0], ClassSoftmax.Columns(Labels.Length))];

    /// <inheritdoc/>
    public void Forward(CpuDevice<T> device, Pass<T> pass)
    {
        var (x, w, b, p) = (pass.Inputs[0], pass.Inputs[1], pass.Inputs[2], pass.Saved[0]);
        int inner = x.Shape[1], columns = p.Shape[1];
        var turned = Turned(device, x, columns);                                                        // (K, N)
        pass.Output.Span[0] = ClassSoftmax.Forward(device, p, b, Labels, (first, rows) => Gemm<T>.MultiplyAlone(
            rows, columns, inner, new(w.Pointer + (long)first * inner, inner), new(turned.Pointer, columns),
            new(p.Pointer + (long)first * columns, columns)));                                          // (V, N)
    }

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        T factor = dy.Span[0] / T.CreateChecked(Labels.Length);
        if (dx[0].Tensor is { } rows) ToRows(device, pass, factor, rows, dx[0].Accumulate);
        if (dx[1].Tensor is { } weight) ToWeight(device, pass, factor, weight, dx[1].Accumulate);
        if (dx[2].Tensor is { } bias) ToBias(device, pass.Saved[0], factor, bias, dx[2].Accumulate);
    }

    private static Tensor<T> Turned(CpuDevice<T> device, Tensor<T> x, int columns)
    {
        var turned = device.Allocate(new Shape(x.Shape[1], columns));
        device.Clear(turned);
        for (int n = 0; n < x.Shape[0]; n++)
        {
            var row = x.Row(n);
            for (int k = 0; k < row.Length; k++) turned.Pointer[k * columns + n] = row[k];
        }
        return turned;
    }

    private void ToRows(CpuDevice<T> device, Pass<T> pass, T factor, Tensor<T> target, bool accumulate)
    {
        var (w, p) = (pass.Inputs[1], pass.Saved[0]);
        int classes = p.Shape[0], columns = p.Shape[1], inner = w.Shape[1], count = Labels.Length;
        int parts = (classes + ClassesPerTask - 1) / ClassesPerTask;
        var sums = device.Allocate(new Shape(parts, count * inner));                                    // (parts, N K)
        device.ForEach(parts, (long)classes * count * inner, part =>
        {
            int first = part * ClassesPerTask;
            Gemm<T>.MultiplyAlone(count, inner, Math.Min(ClassesPerTask, classes - first),
                new(p.Pointer + (long)first * columns, 1, columns), new(w.Pointer + (long)first * inner, inner),
                new(sums.Pointer + (long)part * count * inner, inner));
        });
        device.ForRange(count, (long)parts * count * inner, (begin, end) =>
        {
            for (int n = begin; n < end; n++)
            {
                var sum = sums.Row(0).Slice(n * inner, inner);
                for (int part = 1; part < parts; part++) Simd.AddTo<T>(sums.Row(part).Slice(n * inner, inner), sum);
                Simd.AddScaledTo<T>(w.Row(Labels[n]), -T.One, sum);
                if (accumulate) Simd.AddScaledTo<T>(sum, factor, target.Row(n));
                else Simd.Scale<T>(sum, factor, target.Row(n));
            }
        });
    }

    private void ToWeight(CpuDevice<T> device, Pass<T> pass, T factor, Tensor<T> weight, bool accumulate)
    {
        var (x, p, scaled) = (pass.Inputs[0], pass.Saved[0], device.Allocate(pass.Inputs[0].Shape));    // (N, K)
        int inner = x.Shape[1];
        Simd.Scale(x.Span, factor, scaled.Span);
        Gemm<T>.Multiply(device, p.Shape[0], inner, Labels.Length,
            new(p.Pointer, p.Shape[1]), new(scaled.Pointer, inner), new(weight.Pointer, inner, null, accumulate));      // (V, K)
        for (int n = 0; n < Labels.Length; n++) Simd.AddScaledTo<T>(scaled.Row(n), -T.One, weight.Row(Labels[n]));
    }

    private void ToBias(CpuDevice<T> device, Tensor<T> p, T factor, Tensor<T> bias, bool accumulate)
    {
        device.ForRange(bias.Count, p.Count, (begin, end) =>
        {
            for (int v = begin; v < end; v++)
            {
                T sum = Simd.Sum<T>(p.Row(v)) * factor;
                bias.Span[v] = accumulate ? bias.Span[v] + sum : sum;
            }
        });
        foreach (int label in Labels) bias.Span[label] -= factor;
    }

    /// <inheritdoc/>
    public void Forward(GpuDevice<T> device, Pass<T> pass)
    {
        var (x, w, b, p) = (pass.Inputs[0], pass.Inputs[1], pass.Inputs[2], pass.Saved[0]);
        int inner = x.Shape[1];
        GpuProduct.Run(device, new(p.Shape[0], Labels.Length, inner, new(0, inner), new(0, 1, inner), new(0, p.Shape[1])),
            w.OnGpu(), x.OnGpu(), p.OnGpu(), accumulate: false);                                        // (V, N)
        ClassSoftmax.Forward(device, p, b, Labels, pass.Output);
    }

    /// <inheritdoc/>
    public void Backward(GpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        var (x, w, p) = (pass.Inputs[0], pass.Inputs[1], pass.Saved[0]);
        int classes = p.Shape[0], columns = p.Shape[1], inner = x.Shape[1], count = Labels.Length;
        T share = T.One / T.CreateChecked(count);
        if (dx[0].Tensor is { } rows)
        {
            var sums = device.Allocate(x.Shape);                                                        // (N, K)
            GpuProduct.Run(device, new(count, inner, classes, new(0, 1, columns), new(0, inner), new(0, inner)),
                p.OnGpu(), w.OnGpu(), sums.OnGpu(), accumulate: false);
            device.ForEach(x.Count, new LabelDifferenceKernel<T>(
                sums.OnGpu(), w.OnGpu(), dy.OnGpu(), rows.OnGpu(), device.Indices(Labels), inner, share, dx[0].Accumulate ? 1 : 0));
        }
        if (dx[1].Tensor is { } weight)
        {
            var (scaled, negative) = (Scaled(device, x, dy, share), Scaled(device, x, dy, -share));     // (N, K)
            GpuProduct.Run(device, new(classes, inner, count, new(0, columns), new(0, inner), new(0, inner)),
                p.OnGpu(), scaled.OnGpu(), weight.OnGpu(), dx[1].Accumulate);                           // (V, K)
            RowUses.Scatter(device, Labels, negative, new Slot<T>(weight, Accumulate: true));
        }
        if (dx[2].Tensor is { } bias)
            device.ForEach(classes, new ClassBiasKernel<T>(
                p.OnGpu(), dy.OnGpu(), bias.OnGpu(), device.Indices(Labels), columns, count, share, dx[2].Accumulate ? 1 : 0));
    }

    private static Tensor<T> Scaled(GpuDevice<T> device, Tensor<T> x, Tensor<T> dy, T factor)
    {
        var scaled = device.Allocate(x.Shape);
        device.ForEach(x.Count, new ScaledByKernel<T>(x.OnGpu(), dy.OnGpu(), scaled.OnGpu(), factor));
        return scaled;
    }
}

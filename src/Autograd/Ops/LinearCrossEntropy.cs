using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// The mean over rows of −log softmax(x·Wᵀ + b)_label: a product and its cross-entropy in one, for vocabularies. What is kept
/// is P = softmax(W·xᵀ + b) (V, N), a row per class, N filled up to whole registers, on the CPU as exponentials and a factor for each
/// block of classes; the gradient P − Y of the logits, Y having a 1 at each label, is never written down: with s = dy / N,
/// dx = s (Pᵀ·W − W_label), dW = P·(s x) − Y·(s x), db = s Σ_n (P − Y)_n.
/// Shapes: x (N, K), W (V, K), b (V) → y ().
/// </summary>
/// <param name="Labels">One class per row, N.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe record LinearCrossEntropy<T>(int[] Labels) : IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    // Blocks of classes whose part of a sum over all is computed by itself: a task's work, whatever the number of threads.
    private const int BlocksPerTask = 4;

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
    public Shape[] Saved(ReadOnlySpan<Shape> inputs)
    {
        int columns = ClassSoftmax.Columns(Labels.Length);
        return [new(inputs[1][0], columns), ClassSoftmax.Factors(inputs[1][0], columns)];
    }

    /// <inheritdoc/>
    public void Forward(CpuDevice<T> device, Pass<T> pass)
    {
        var (x, w, b, e) = (pass.Inputs[0], pass.Inputs[1], pass.Inputs[2], pass.Saved[0]);
        int inner = x.Shape[1], columns = e.Shape[1];
        var transposed = Transposed(device, x, columns);                                                // (K, N)
        pass.Output.Span[0] = ClassSoftmax.Forward(device, e, pass.Saved[1], b, Labels, (first, rows) => Gemm<T>.MultiplyAlone(
            rows, columns, inner, new(w.Pointer + (long)first * inner, inner), new(transposed.Pointer, columns),
            new(e.Pointer + (long)first * columns, columns)));                                          // (V, N)
    }

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        T factor = dy.Span[0] / T.CreateChecked(Labels.Length);
        var (e, toRows, toWeight, toBias) = (pass.Saved[0], dx[0], dx[1], dx[2]);
        int blocks = pass.Saved[1].Shape[0], parts = (blocks + BlocksPerTask - 1) / BlocksPerTask;
        var sums = toRows.Tensor is { } rows ? device.Allocate(new Shape(parts, rows.Count)) : default; // (parts, N K)
        // x may be W itself; its slot comes first and stores, but here it is written last.
        bool same = toRows.Tensor is not null && ReferenceEquals(toRows.Tensor, toWeight.Tensor);
        if (same && !toRows.Accumulate) device.Clear(toRows.Tensor!);
        // A block of E serves all three while it is in the caches; the sums along its rows bring it there.
        device.ForEach(parts, 3L * e.Count * pass.Inputs[0].Shape[1], part =>
        {
            for (int block = part * BlocksPerTask; block < Math.Min(blocks, (part + 1) * BlocksPerTask); block++)
            {
                if (toBias.Tensor is { } bias) BlockToBias(pass, block, factor, bias, toBias.Accumulate);
                if (toWeight.Tensor is { } weight) BlockToWeight(pass, block, factor, weight, toWeight.Accumulate);
                if (toRows.Tensor is not null) BlockToRows(pass, block, sums!.Row(part), block > part * BlocksPerTask);
            }
        });
        if (toRows.Tensor is { } target) ToRows(device, pass, factor, sums!, target, toRows.Accumulate || same);
        for (int n = 0; n < Labels.Length; n++)
        {
            if (toWeight.Tensor is { } weight) Simd.AddScaledTo<T>(pass.Inputs[0].Row(n), -factor, weight.Row(Labels[n]));
            if (toBias.Tensor is { } bias) bias.Span[Labels[n]] -= factor;
        }
    }

    private static Tensor<T> Transposed(CpuDevice<T> device, Tensor<T> x, int columns)
    {
        var transposed = device.Allocate(new Shape(x.Shape[1], columns));
        device.Clear(transposed);
        Transposition.Transpose(device, x.Pointer, x.Shape[0], x.Shape[1], transposed.Pointer, columns);
        return transposed;
    }

    private static (int First, int Rows) Classes(Pass<T> pass, int block)
    {
        int first = block * ClassSoftmax.Block;
        return (first, Math.Min(ClassSoftmax.Block, pass.Saved[0].Shape[0] - first));
    }

    // sum (N, K) = or += F ∘ Eᵀ·W over the classes of a block.
    private void BlockToRows(Pass<T> pass, int block, Span<T> sum, bool accumulate)
    {
        var (w, e) = (pass.Inputs[1], pass.Saved[0]);
        var factors = pass.Saved[1].Row(block);
        int inner = w.Shape[1], columns = e.Shape[1], count = Labels.Length;
        var (first, rows) = Classes(pass, block);
        T* product = Scratch<T>.Take(Purpose.Piece, (long)count * inner);                               // (N, K)
        Gemm<T>.MultiplyAlone(count, inner, rows,
            new(e.Pointer + (long)first * columns, 1, columns), new(w.Pointer + (long)first * inner, inner), new(product, inner));
        for (int n = 0; n < count; n++)
        {
            var row = new ReadOnlySpan<T>(product + n * inner, inner);
            if (accumulate) Simd.AddScaledTo(row, factors[n], sum.Slice(n * inner, inner));
            else Simd.Scale(row, factors[n], sum.Slice(n * inner, inner));
        }
    }

    // dW of a block's classes but for their own places: E·(s F ∘ x).
    private void BlockToWeight(Pass<T> pass, int block, T factor, Tensor<T> weight, bool accumulate)
    {
        var (x, e) = (pass.Inputs[0], pass.Saved[0]);
        var factors = pass.Saved[1].Row(block);
        int inner = x.Shape[1], columns = e.Shape[1];
        var (first, rows) = Classes(pass, block);
        T* scaled = Scratch<T>.Take(Purpose.Values, x.Count);                                           // (N, K)
        for (int n = 0; n < Labels.Length; n++) Simd.Scale<T>(x.Row(n), factor * factors[n], new Span<T>(scaled + n * inner, inner));
        Gemm<T>.MultiplyAlone(rows, inner, Labels.Length, new(e.Pointer + (long)first * columns, columns), new(scaled, inner),
            new(weight.Pointer + (long)first * inner, inner, null, accumulate));
    }

    private static void BlockToBias(Pass<T> pass, int block, T factor, Tensor<T> bias, bool accumulate)
    {
        var (first, rows) = Classes(pass, block);
        for (int v = first; v < first + rows; v++)
        {
            T sum = Simd.Dot<T>(pass.Saved[0].Row(v), pass.Saved[1].Row(block)) * factor;
            bias.Span[v] = accumulate ? bias.Span[v] + sum : sum;
        }
    }

    // dx = s (Σ parts − W_label).
    private void ToRows(CpuDevice<T> device, Pass<T> pass, T factor, Tensor<T> sums, Tensor<T> target, bool accumulate)
    {
        var w = pass.Inputs[1];
        int inner = w.Shape[1], parts = sums.Shape[0];
        device.ForRange(Labels.Length, sums.Count, (begin, end) =>
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

    /// <inheritdoc/>
    public void Forward(GpuDevice<T> device, Pass<T> pass)
    {
        var (x, w, b, p) = (pass.Inputs[0], pass.Inputs[1], pass.Inputs[2], pass.Saved[0]);
        int inner = x.Shape[1];
        GpuProduct.Run(device, new(p.Shape[0], Labels.Length, inner, new(0, inner), new(0, 1, inner), new(0, p.Shape[1])),
            w.OnGpu(), x.OnGpu(), p.OnGpu(), accumulate: false);                                        // (V, N)
        ClassSoftmax.Forward(device, p, pass.Saved[1], b, Labels, pass.Output);
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
            ScatterAdd.Rows(device, Labels, negative, new Slot<T>(weight, Accumulate: true));
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

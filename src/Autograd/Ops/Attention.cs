using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// Y = softmax(Q Kᵀ / √D) V for every head of every sequence, as <see cref="AttentionWeights{T}"/> and
/// <see cref="AttentionContext{T}"/> together, with the same gradients; but P (Σ H m n) is never kept: the backward computes it
/// again, head by head on the CPU, some heads at a time by kernels.
/// Shapes: q (M, K), k (N, K), v (N, K) → y (M, K).
/// </summary>
/// <param name="Layout">Sequences and heads.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe record Attention<T>(AttentionLayout Layout) : IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    // Probabilities that are held at once by kernels, unless a single head has more.
    private const int HeldAtOnce = 1 << 24;

    /// <inheritdoc/>
    public string Name => "attention";

    /// <inheritdoc/>
    public Shape Output(ReadOnlySpan<Shape> inputs)
    {
        ShapeException.Unless(
            inputs is [{ Rank: 2 } q, var k, var v] && Layout.Fits(k) && k == v && q[0] == Layout.Queries && q[1] == k[1],
            Name, $"q ({Layout.Queries}, K), k and v ({Layout.Rows}, K) with K a multiple of {Layout.Heads} heads", inputs);
        return inputs[0];
    }

    /// <inheritdoc/>
    public Shape[] Saved(ReadOnlySpan<Shape> inputs) => [];

    /// <inheritdoc/>
    public void Forward(CpuDevice<T> device, Pass<T> pass) => Layout.ForEachHead(device, pass.Output.Shape[1], (sequence, head) =>
    {
        var at = new HeadPlace(Layout, sequence, head, pass.Output.Shape[1]);
        T* p = Probabilities(pass, at);                                                                 // (m, n)
        Gemm<T>.MultiplyAlone(at.Queries, at.Size, at.Keys, new(p, at.Keys), Of(pass.Inputs[2], at.Key, at.Width),
            new(pass.Output.Pointer + at.Query, at.Width));                                             // (m, D)
    });

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        var (toQuery, toKey, toValue) = (dx[0], dx[1], dx[2]);
        Layout.ForEachHead(device, dy.Shape[1], (sequence, head) =>
        {
            var at = new HeadPlace(Layout, sequence, head, dy.Shape[1]);
            var (m, n, d) = (at.Queries, at.Keys, at.Size);
            T* p = Probabilities(pass, at), scores = Scratch<T>.Take(Purpose.Piece, (long)m * n);       // (m, n)
            var upper = Of(dy, at.Query, at.Width);                                                     // (m, D)
            if (toValue.Tensor is { } value)
                Gemm<T>.MultiplyAlone(n, d, m, new(p, 1, n), upper, new(value.Pointer + at.Key, at.Width, null, toValue.Accumulate));
            if (toQuery.Tensor is null && toKey.Tensor is null) return;
            Gemm<T>.MultiplyTransposedAlone(m, n, d, upper, Of(pass.Inputs[2], at.Key, at.Width), new(scores, n));
            for (int i = 0; i < m; i++)
                SoftmaxGradient.Row(new(p + i * n, n), new(scores + i * n, n), Layout.Scale<T>(at.Width), new Span<T>(scores + i * n, n));
            if (toQuery.Tensor is { } query)
                Gemm<T>.MultiplyAlone(m, d, n, new(scores, n), Of(pass.Inputs[1], at.Key, at.Width),
                    new(query.Pointer + at.Query, at.Width, null, toQuery.Accumulate));                 // (m, D)
            if (toKey.Tensor is { } key)
                Gemm<T>.MultiplyAlone(n, d, m, new(scores, 1, n), Of(pass.Inputs[0], at.Query, at.Width),
                    new(key.Pointer + at.Key, at.Width, null, toKey.Accumulate));                       // (n, D)
        });
    }

    /// <inheritdoc/>
    public void Forward(GpuDevice<T> device, Pass<T> pass)
    {
        var (q, k, v) = (pass.Inputs[0], pass.Inputs[1], pass.Inputs[2]);
        foreach (var heads in Layout.Chunks(HeldAtOnce))
        {
            var mark = device.Mark();
            var p = Probabilities(device, heads, q, k);                                                 // (Σ H m n) of some heads
            Layout.Multiply(device, HeadProduct.ToQueries, q.Shape[1], p, v, pass.Output, T.One, accumulate: false, heads);
            device.Release(mark);
        }
    }

    /// <inheritdoc/>
    public void Backward(GpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        var (q, k, v) = (pass.Inputs[0], pass.Inputs[1], pass.Inputs[2]);
        int width = q.Shape[1];
        foreach (var heads in Layout.Chunks(HeldAtOnce))
        {
            var mark = device.Mark();
            var p = Probabilities(device, heads, q, k);                                                 // (Σ H m n) of some heads
            var scores = device.Allocate(p.Shape);
            if (dx[2].Tensor is { } value)
                Layout.Multiply(device, HeadProduct.ToKeys, width, p, dy, value, T.One, dx[2].Accumulate, heads);
            Layout.Multiply(device, HeadProduct.Scores, width, dy, v, scores, T.One, accumulate: false, heads);
            SoftmaxRows.Backward(device, p.OnGpu(), scores.OnGpu(), scores.OnGpu(), Layout.RowsOnGpu(device, heads),
                Layout.MostQueries, heads.Count, Layout.Scale<T>(width), accumulate: false);
            if (dx[0].Tensor is { } query)
                Layout.Multiply(device, HeadProduct.ToQueries, width, scores, k, query, T.One, dx[0].Accumulate, heads);
            if (dx[1].Tensor is { } key)
                Layout.Multiply(device, HeadProduct.ToKeys, width, scores, q, key, T.One, dx[1].Accumulate, heads);
            device.Release(mark);
        }
    }

    private T* Probabilities(Pass<T> pass, HeadPlace at)
    {
        T* p = Scratch<T>.Take(Purpose.Values, (long)at.Queries * at.Keys);
        Gemm<T>.MultiplyTransposedAlone(at.Queries, at.Keys, at.Size,
            Of(pass.Inputs[0], at.Query, at.Width), Of(pass.Inputs[1], at.Key, at.Width), new(p, at.Keys));
        Layout.Softmax(new Span<T>(p, at.Queries * at.Keys), at.Keys, at.Width);
        return p;
    }

    private Tensor<T> Probabilities(GpuDevice<T> device, HeadRange heads, Tensor<T> q, Tensor<T> k)
    {
        var p = device.Allocate(new Shape(heads.Probabilities));
        Layout.Multiply(device, HeadProduct.Scores, q.Shape[1], q, k, p, T.One, accumulate: false, heads);
        SoftmaxRows.Forward(device, p.OnGpu(), Layout.RowsOnGpu(device, heads), Layout.MostQueries, heads.Count, Layout.Scale<T>(q.Shape[1]));
        return p;
    }

    private static Gemm<T>.Factor Of(Tensor<T> x, long offset, int width) => new(x.Pointer + offset, width);
}

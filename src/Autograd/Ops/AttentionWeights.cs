using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// P = softmax(Q Kᵀ / √D) for every head of every sequence, row by row. With S the scaled scores,
/// dS = P ∘ (dP − rowsum(dP ∘ P)), dQ = dS·K / √D, dK = dSᵀ·Q / √D.
/// Shapes: q (M, K), k (N, K) → P (Σ H m n) in the order of <see cref="AttentionLayout"/>.
/// </summary>
/// <param name="Layout">Sequences and heads.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe record AttentionWeights<T>(AttentionLayout Layout) : IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public string Name => "attention weights";

    /// <inheritdoc/>
    public Shape Output(ReadOnlySpan<Shape> inputs)
    {
        ShapeException.Unless(
            inputs is [{ Rank: 2 } q, var k] && Layout.Fits(k) && q[0] == Layout.Queries && q[1] == k[1],
            Name, $"q ({Layout.Queries}, K) and k ({Layout.Rows}, K) with K a multiple of {Layout.Heads} heads", inputs);
        return new(Layout.Count);
    }

    /// <inheritdoc/>
    public Shape[] Saved(ReadOnlySpan<Shape> inputs) => [];

    /// <inheritdoc/>
    public void Forward(CpuDevice<T> device, Pass<T> pass)
    {
        var (q, k, p) = (pass.Inputs[0], pass.Inputs[1], pass.Output);
        int width = q.Shape[1], size = width / Layout.Heads;
        Layout.ForEachHead(device, width, (sequence, head) =>
        {
            int m = Layout.QueriesOf(sequence), n = Layout.Length(sequence);
            var (queries, keys) = Places(sequence, head, width);
            T* scores = p.Pointer + Layout.Offset(sequence, head);                                      // (m, n)
            Gemm<T>.MultiplyTransposedAlone(m, n, size,
                new(q.Pointer + queries, width), new(k.Pointer + keys, width), new(scores, n));
            Layout.Softmax(new Span<T>(scores, m * n), n, width);
        });
    }

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        var (q, k, p) = (pass.Inputs[0], pass.Inputs[1], pass.Output);
        var (toQuery, toKey) = (dx[0], dx[1]);
        int width = q.Shape[1], size = width / Layout.Heads;
        T scale = Layout.Scale<T>(width);
        Layout.ForEachHead(device, width, (sequence, head) =>
        {
            int m = Layout.QueriesOf(sequence), n = Layout.Length(sequence), offset = Layout.Offset(sequence, head);
            var (queries, keys) = Places(sequence, head, width);
            T* scores = Scratch<T>.Take(Purpose.Values, (long)m * n);                                   // (m, n)
            for (int i = 0; i < m; i++)
                SoftmaxGradient.Row(
                    p.Span.Slice(offset + i * n, n), dy.Span.Slice(offset + i * n, n), scale, new Span<T>(scores + i * n, n));
            if (toQuery.Tensor is { } query)
                Gemm<T>.MultiplyAlone(m, size, n, new(scores, n), new(k.Pointer + keys, width),
                    new(query.Pointer + queries, width, null, toQuery.Accumulate));                     // (m, D)
            if (toKey.Tensor is { } key)
                Gemm<T>.MultiplyAlone(n, size, m, new(scores, 1, n), new(q.Pointer + queries, width),
                    new(key.Pointer + keys, width, null, toKey.Accumulate));                            // (n, D)
        });
    }

    // Where the head's part of a sequence's queries and keys begins.
    private (long Queries, long Keys) Places(int sequence, int head, int width)
    {
        int column = head * (width / Layout.Heads);
        return ((long)Layout.FirstQuery(sequence) * width + column, (long)Layout.Bounds[sequence] * width + column);
    }

    /// <inheritdoc/>
    public void Forward(GpuDevice<T> device, Pass<T> pass)
    {
        var (q, k, p) = (pass.Inputs[0], pass.Inputs[1], pass.Output);
        Layout.Multiply(device, HeadProduct.Scores, q.Shape[1], q, k, p, T.One, accumulate: false, Layout.AllHeads);         // (m, n)
        SoftmaxRows.Forward(device, p.OnGpu(), Layout.RowsOnGpu(device, Layout.AllHeads),
            Layout.MostQueries, Layout.Sequences * Layout.Heads, Layout.Scale<T>(q.Shape[1]));
    }

    /// <inheritdoc/>
    public void Backward(GpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        var (q, k, p) = (pass.Inputs[0], pass.Inputs[1], pass.Output);
        int width = q.Shape[1];
        var scores = device.Allocate(p.Shape);                                                              // (Σ H m n)
        SoftmaxRows.Backward(device, p.OnGpu(), dy.OnGpu(), scores.OnGpu(), Layout.RowsOnGpu(device, Layout.AllHeads),
            Layout.MostQueries, Layout.Sequences * Layout.Heads, Layout.Scale<T>(width), accumulate: false);
        if (dx[0].Tensor is { } query)
            Layout.Multiply(device, HeadProduct.ToQueries, width, scores, k, query, T.One, dx[0].Accumulate, Layout.AllHeads);   // (m, D)
        if (dx[1].Tensor is { } key)
            Layout.Multiply(device, HeadProduct.ToKeys, width, scores, q, key, T.One, dx[1].Accumulate, Layout.AllHeads);        // (n, D)
    }
}

using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// P = softmax(Q Kᵀ / √D) for every head of every sequence, row by row. With S the scaled scores,
/// dS = P ∘ (dP − rowsum(dP ∘ P)), dQ = dS·K / √D, dK = dSᵀ·Q / √D.
/// Shapes: q (N, K), k (N, K) → P (Σ H n²) in the order of <see cref="AttentionLayout"/>.
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
            inputs is [var q, var k] && q == k && Layout.Fits(q),
            Name, $"q and k of shape ({Layout.Rows}, K) with K a multiple of {Layout.Heads} heads", inputs);
        return new(Layout.Count);
    }

    /// <inheritdoc/>
    public Shape[] Saved(ReadOnlySpan<Shape> inputs) => [];

    /// <inheritdoc/>
    public void Forward(CpuDevice<T> device, Pass<T> pass)
    {
        var (q, k, p) = (pass.Inputs[0], pass.Inputs[1], pass.Output);
        int width = q.Shape[1], size = width / Layout.Heads;
        T scale = T.One / T.Sqrt(T.CreateTruncating(size));
        Layout.ForEachHead(device, width, (sequence, head) =>
        {
            int n = Layout.Length(sequence);
            long at = (long)Layout.Bounds[sequence] * width + head * size;
            T* scores = p.Pointer + Layout.Offset(sequence, head);                                      // (n, n)
            Gemm<T>.MultiplyTransposedAlone(n, n, size, new(q.Pointer + at, width), new(k.Pointer + at, width), new(scores, n));
            for (int i = 0; i < n; i++)
            {
                var row = new Span<T>(scores + i * n, n);
                Simd.Scale(row, scale, row);
                Simd.Softmax(row, row);
            }
        });
    }

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        var (q, k, p) = (pass.Inputs[0], pass.Inputs[1], pass.Output);
        var (toQuery, toKey) = (dx[0], dx[1]);
        int width = q.Shape[1], size = width / Layout.Heads;
        T scale = T.One / T.Sqrt(T.CreateTruncating(size));
        Layout.ForEachHead(device, width, (sequence, head) =>
        {
            int n = Layout.Length(sequence), offset = Layout.Offset(sequence, head);
            long at = (long)Layout.Bounds[sequence] * width + head * size;
            T* scores = Scratch<T>.Take(Purpose.Values, (long)n * n);                                  // (n, n)
            for (int i = 0; i < n; i++)
                SoftmaxGradient.Row(
                    p.Span.Slice(offset + i * n, n), dy.Span.Slice(offset + i * n, n), scale, new Span<T>(scores + i * n, n));
            if (toQuery.Tensor is { } query)
                Gemm<T>.MultiplyAlone(n, size, n, new(scores, n), new(k.Pointer + at, width),
                    new(query.Pointer + at, width, null, toQuery.Accumulate));                          // (n, D)
            if (toKey.Tensor is { } key)
                Gemm<T>.MultiplyAlone(n, size, n, new(scores, 1, n), new(q.Pointer + at, width),
                    new(key.Pointer + at, width, null, toKey.Accumulate));                              // (n, D)
        });
    }
}

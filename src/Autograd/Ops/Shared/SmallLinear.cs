using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// <see cref="Linear{T}"/> while it is trained: many rows, and weights that change and fit into the second cache. Forwards they are
/// transposed, so that x is read where it lies; backwards every block of rows serves dx, dW and db while it is in the caches, with a
/// sum of dW for each part of the rows. Parts are made by shape, whatever the number of threads.
/// </summary>
internal static unsafe class SmallLinear<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MostWeights = 1 << 18, RowsAtOnce = 128, RowsPerPart = 256, NarrowestStripe = 48;

    /// <summary>
    /// Depends on W alone: a text alone and in a batch must go the same way. Constant weights may meet few rows, and then
    /// transposing them would not pay.
    /// </summary>
    public static bool Suits(Tensor<T> w) => !w.IsConstant && w.Count <= MostWeights;

    /// <summary>y = x·Wᵀ + b.</summary>
    public static void Forward(CpuDevice<T> device, Tensor<T> x, Tensor<T> w, Tensor<T> b, Tensor<T> y)
    {
        int rows = x.Shape[0], inputs = x.Shape[1], outputs = y.Shape[1];
        // Not from the arena: there it would be another place each time, which no cache has.
        T* transposed = Scratch<T>.Take(Purpose.Transposed, w.Count);                                   // (K, O)
        Transposition.Transpose(device, w.Pointer, outputs, inputs, transposed, outputs);
        Gemm<T>.Multiply(device, rows, outputs, inputs,
            new(x.Pointer, inputs), new(transposed, outputs), new(y.Pointer, outputs, b.Pointer));      // (N, O)
    }

    /// <summary>dx = dy·W, dW = dyᵀ·x and db = Σ_n dy_n, as far as they are wanted.</summary>
    public static void Backward(
        CpuDevice<T> device, Tensor<T> x, Tensor<T> w, Tensor<T> dy, Slot<T> toInput, Slot<T> toWeight, Slot<T> toBias)
    {
        var mark = device.Mark();
        int rows = x.Shape[0], inputs = x.Shape[1], outputs = dy.Shape[1], parts = Math.Max(1, (rows + RowsPerPart - 1) / RowsPerPart);
        var weights = toWeight.Tensor is null ? null : device.Allocate(new Shape(parts, w.Count));
        var biases = toBias.Tensor is null ? null : device.Allocate(new Shape(parts, outputs));
        // Few parts leave threads idle. Then dx is shared by its rows and dW by its columns, to the same bits.
        int stripes = Stripes(device.Threads, parts, Math.Max(inputs, outputs));
        if (stripes > 1 && toInput.Tensor is { } apart)
            Gemm<T>.Multiply(device, rows, inputs, outputs,
                new(dy.Pointer, outputs), new(w.Pointer, inputs), new(apart.Pointer, inputs, null, toInput.Accumulate));    // (N, K)
        device.ForEach(parts * stripes, 2L * rows * w.Count, task =>
        {
            int part = task / stripes, first = part * RowsPerPart, end = Math.Min(rows, first + RowsPerPart), row = first;
            do
            {
                int count = Math.Min(RowsAtOnce, end - row);
                Tensor<T> xs = x.Rows(row, count), dys = dy.Rows(row, count);
                if (biases is not null && task % stripes == 0) ToBias(dys, biases.Row(part), accumulate: row > first);
                if (stripes == 1 && toInput.Tensor is { } target)
                    Gemm<T>.MultiplyAlone(count, inputs, outputs, new(dys.Pointer, outputs), new(w.Pointer, inputs),
                        new(target.Rows(row, count).Pointer, inputs, null, toInput.Accumulate));        // (n, K)
                if (weights is not null) ToWeight(xs, dys, weights.Rows(part, 1).Pointer, task % stripes, stripes, accumulate: row > first);
            }
            while ((row += RowsAtOnce) < end);
        });
        if (weights is not null) Join(device, weights, toWeight, Transposed(x, dy) ? inputs : 0);
        if (biases is not null) Join(device, biases, toBias);
        device.Release(mark);
    }

    private static int Stripes(int threads, int parts, int columns) => parts >= threads ? 1
        : Math.Min((threads + parts - 1) / parts, (columns + NarrowestStripe - 1) / NarrowestStripe);

    // A left factor read across its rows is slower the longer they are: the narrower of dy and x takes that place.
    private static bool Transposed(Tensor<T> x, Tensor<T> dy) => dy.Shape[1] > x.Shape[1];

    // Some columns of a part's dyᵀ·x (O, K), or xᵀ·dy (K, O).
    private static void ToWeight(Tensor<T> x, Tensor<T> dy, T* sum, int stripe, int stripes, bool accumulate)
    {
        var (left, right) = Transposed(x, dy) ? (x, dy) : (dy, x);
        int height = left.Shape[1], width = right.Shape[1], begin = width * stripe / stripes, end = width * (stripe + 1) / stripes;
        Gemm<T>.MultiplyAlone(height, end - begin, x.Shape[0],
            new(left.Pointer, 1, height), new(right.Pointer + begin, width), new(sum + begin, width, null, accumulate));
    }

    private static void ToBias(Tensor<T> dy, Span<T> sum, bool accumulate)
    {
        if (!accumulate) sum.Clear();
        for (int n = 0; n < dy.Shape[0]; n++) Simd.AddTo<T>(dy.Row(n), sum);
    }

    // The first part becomes the sum of all and goes where it is wanted; transposed, if it has that many rows.
    private static void Join(CpuDevice<T> device, Tensor<T> parts, Slot<T> to, int rows = 0)
    {
        device.ForRange((parts.Shape[1] + 1023) / 1024, parts.Count, (begin, end) =>
        {
            var (from, until) = (begin * 1024, Math.Min(parts.Shape[1], end * 1024));
            for (int part = 1; part < parts.Shape[0]; part++) Simd.AddTo<T>(parts.Row(part)[from..until], parts.Row(0)[from..until]);
        });
        if (rows > 0) Transposition.Transpose(device, parts.Pointer, rows, parts.Shape[1] / rows, to.Tensor!.Pointer, rows, to.Accumulate);
        else to.Take(parts.Rows(0, 1));
    }
}

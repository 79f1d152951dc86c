using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// <see cref="Linear{T}"/> while it is trained: many rows, and weights that change and fit into the second cache. Forwards they are turned, so
/// that x is read where it lies; backwards every block of rows serves dx, dW and db while it is in the caches, with a sum of dW for
/// each part of the rows. Parts are made by shape, whatever the number of threads.
/// </summary>
internal static unsafe class SmallLinear<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MostWeights = 1 << 18, RowsAtOnce = 128, RowsPerPart = 256;

    /// <summary>
    /// Depends on W alone: a text alone and in a batch must go the same way. Constant weights may meet few rows, and then
    /// turning them would not pay.
    /// </summary>
    public static bool Suits(Tensor<T> w) => !w.IsConstant && w.Count <= MostWeights;

    /// <summary>y = x·Wᵀ + b.</summary>
    public static void Forward(CpuDevice<T> device, Tensor<T> x, Tensor<T> w, Tensor<T> b, Tensor<T> y)
    {
        int rows = x.Shape[0], inputs = x.Shape[1], outputs = y.Shape[1];
        // Not from the arena: there it would be another place each time, which no cache has.
        T* turned = Scratch<T>.Take(Purpose.Values, w.Count);                                           // (K, O)
        Turning.Turn(device, w.Pointer, outputs, inputs, turned);
        Gemm<T>.Multiply(device, rows, outputs, inputs,
            new(x.Pointer, inputs), new(turned, outputs), new(y.Pointer, outputs, b.Pointer));          // (N, O)
    }

    /// <summary>dx = dy·W, dW = dyᵀ·x and db = Σ_n dy_n, as far as they are wanted.</summary>
    public static void Backward(
        CpuDevice<T> device, Tensor<T> x, Tensor<T> w, Tensor<T> dy, Slot<T> toInput, Slot<T> toWeight, Slot<T> toBias)
    {
        var mark = device.Mark();
        int rows = x.Shape[0], inputs = x.Shape[1], outputs = dy.Shape[1], parts = Math.Max(1, (rows + RowsPerPart - 1) / RowsPerPart);
        Tensor<T> weights = device.Allocate(new Shape(parts, w.Count)), biases = device.Allocate(new Shape(parts, outputs));
        device.ForEach(parts, 2L * rows * w.Count, part =>
        {
            var bias = biases.Row(part);
            bias.Clear();
            int first = part * RowsPerPart, end = Math.Min(rows, first + RowsPerPart), row = first;
            do
            {
                int count = Math.Min(RowsAtOnce, end - row);
                Tensor<T> xs = x.Rows(row, count), dys = dy.Rows(row, count);
                for (int n = 0; n < count; n++) Simd.AddTo<T>(dys.Row(n), bias);
                if (toInput.Tensor is { } target)
                    Gemm<T>.MultiplyAlone(count, inputs, outputs, new(dys.Pointer, outputs), new(w.Pointer, inputs),
                        new(target.Rows(row, count).Pointer, inputs, null, toInput.Accumulate));        // (n, K)
                if (toWeight.Tensor is not null) ToWeight(xs, dys, weights.Rows(part, 1), accumulate: row > first);
            }
            while ((row += RowsAtOnce) < end);
        });
        if (toWeight.Tensor is { } weight)
        {
            Join(device, weights);
            if (Turned(x, dy)) Turning.Turn(device, weights.Pointer, inputs, outputs, weight.Pointer, toWeight.Accumulate);
            else toWeight.Take(weights.Rows(0, 1));
        }
        Join(device, biases);
        toBias.Take(biases.Rows(0, 1));
        device.Release(mark);
    }

    // A left factor read across its rows is slower the longer they are: the narrower of dy and x takes that place.
    private static bool Turned(Tensor<T> x, Tensor<T> dy) => dy.Shape[1] > x.Shape[1];

    private static void ToWeight(Tensor<T> x, Tensor<T> dy, Tensor<T> sum, bool accumulate)
    {
        int rows = x.Shape[0], inputs = x.Shape[1], outputs = dy.Shape[1];
        if (Turned(x, dy))
            Gemm<T>.MultiplyAlone(inputs, outputs, rows,
                new(x.Pointer, 1, inputs), new(dy.Pointer, outputs), new(sum.Pointer, outputs, null, accumulate));      // (K, O)
        else
            Gemm<T>.MultiplyAlone(outputs, inputs, rows,
                new(dy.Pointer, 1, outputs), new(x.Pointer, inputs), new(sum.Pointer, inputs, null, accumulate));       // (O, K)
    }

    // The first part becomes the sum of all.
    private static void Join(CpuDevice<T> device, Tensor<T> parts) =>
        device.ForRange((parts.Shape[1] + 1023) / 1024, parts.Count, (begin, end) =>
        {
            var (from, to) = (begin * 1024, Math.Min(parts.Shape[1], end * 1024));
            for (int part = 1; part < parts.Shape[0]; part++) Simd.AddTo<T>(parts.Row(part)[from..to], parts.Row(0)[from..to]);
        });
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// Softmax over many classes, a row of the matrix per class and a column per text place: blocks of classes are computed and made
/// exponentials while they are in the caches, each relative to its own largest; then the blocks are joined by a factor for each. What
/// block a class belongs to depends on nothing.
/// </summary>
internal static class ClassSoftmax
{
    /// <summary>Classes of a block.</summary>
    public const int Block = 512;

    // Lanes of the widest register.
    private const int Lanes = 16;

    /// <summary>Columns filled up to whole registers.</summary>
    public static int Columns(int places) => (places + Lanes - 1) / Lanes * Lanes;

    /// <summary>Shape of the factors of a matrix of exponentials: a row per block.</summary>
    public static Shape Factors(int classes, int columns) => new((classes + Block - 1) / Block, columns);

    /// <summary>
    /// E, the exponentials of the logits, and F, what makes P of them: P_vn = E_vn F_bn in block b; F is 0 in columns that are no place.
    /// The logits without bias are written by <paramref name="compute"/>, from a first class on. P itself is not: scaling a
    /// product's smaller factor is cheaper than going through the memory of a vocabulary once more.
    /// </summary>
    /// <returns>The mean of −log P_label.</returns>
    public static T Forward<T>(
        CpuDevice<T> device, Tensor<T> e, Tensor<T> factors, Tensor<T> bias, int[] labels, Action<int, int> compute)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int classes = e.Shape[0], columns = e.Shape[1], blocks = factors.Shape[0];
        var sums = device.Allocate(factors.Shape);
        var own = new T[labels.Length];
        device.ForEach(blocks, 128L * e.Count, block =>
        {
            int first = block * Block, rows = Math.Min(Block, classes - first);
            compute(first, rows);
            for (int n = 0; n < labels.Length; n++)
                if (labels[n] / Block == block) own[n] = e.Row(labels[n])[n] + bias.Span[labels[n]];
            Exponentials<T>(e.Rows(first, rows).Span, bias.Span.Slice(first, rows), factors.Row(block), sums.Row(block));
        });
        T loss = T.Zero;
        for (int n = 0; n < columns; n++) loss += Join(factors, sums, n, n < labels.Length ? own[n] : null);
        return loss / T.CreateChecked(labels.Length);
    }

    // Makes of the blocks' maxima the factors of their exponentials; returns −log P_label of a place.
    private static T Join<T>(Tensor<T> maxima, Tensor<T> sums, int column, T? own) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T max = T.NegativeInfinity, total = T.Zero;
        for (int block = 0; block < maxima.Shape[0]; block++) max = T.Max(max, maxima.Row(block)[column]);
        for (int block = 0; block < maxima.Shape[0]; block++)
        {
            ref T factor = ref maxima.Row(block)[column];
            factor = T.Exp(factor - max);
            total += sums.Row(block)[column] * factor;
        }
        T share = own is null ? T.Zero : T.One / total;
        for (int block = 0; block < maxima.Shape[0]; block++) maxima.Row(block)[column] *= share;
        return own is { } logit ? T.Log(total) + max - logit : T.Zero;
    }

    private static void Exponentials<T>(Span<T> z, ReadOnlySpan<T> bias, Span<T> max, Span<T> sum) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) Exponentials<Lanes512<T>, T>(z, bias, max, sum);
        else Exponentials<Lanes<T>, T>(z, bias, max, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Exponentials<TLanes, T>(Span<T> z, ReadOnlySpan<T> bias, Span<T> max, Span<T> sum)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        max.Fill(T.NegativeInfinity);
        sum.Clear();
        var maxima = MemoryMarshal.Cast<T, TLanes>(max);
        var sums = MemoryMarshal.Cast<T, TLanes>(sum)[..maxima.Length];
        for (int v = 0; v < bias.Length; v++)
        {
            var row = MemoryMarshal.Cast<T, TLanes>(z.Slice(v * max.Length, max.Length))[..maxima.Length];
            var shift = TLanes.All(bias[v]);
            for (int i = 0; i < row.Length; i++) maxima[i] = TLanes.Max(maxima[i], row[i] + shift);
        }
        for (int v = 0; v < bias.Length; v++)
        {
            var row = MemoryMarshal.Cast<T, TLanes>(z.Slice(v * max.Length, max.Length))[..maxima.Length];
            var shift = TLanes.All(bias[v]);
            for (int i = 0; i < row.Length; i++) sums[i] += row[i] = Exponential<TLanes, T>.OfNegative(row[i] + shift - maxima[i]);
        }
    }

    /// <summary>P itself by kernels, from the logits without bias of all places; its factors are in it.</summary>
    public static void Forward<T>(GpuDevice<T> device, Tensor<T> p, Tensor<T> factors, Tensor<T> bias, int[] labels, Tensor<T> loss)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float)) Forward<Lane32<T>, T>(device, p, factors, bias, labels, loss);
        else Forward<Lane64<T>, T>(device, p, factors, bias, labels, loss);
    }

    private static void Forward<TLane, T>(
        GpuDevice<T> device, Tensor<T> p, Tensor<T> factors, Tensor<T> bias, int[] labels, Tensor<T> loss)
        where TLane : unmanaged, ILanes<TLane, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int classes = p.Shape[0], columns = p.Shape[1], blocks = factors.Shape[0];
        var sums = device.Allocate(factors.Shape);
        Tensor<T> own = device.Allocate(new Shape(labels.Length)), losses = device.Allocate(new Shape(labels.Length));
        device.ForEach(blocks * columns, new ClassBlockKernel<TLane, T>(
            p.OnGpu(), p.OnGpu().Cast<TLane>(), bias.OnGpu(), factors.OnGpu(), sums.OnGpu(), own.OnGpu(), device.Indices(labels),
            classes, columns, labels.Length, Block));
        device.ForEach(columns, new ClassJoinKernel<TLane, T>(
            factors.OnGpu(), factors.OnGpu().Cast<TLane>(), sums.OnGpu(), own.OnGpu(), losses.OnGpu(), losses.OnGpu().Cast<TLane>(),
            blocks, columns, labels.Length));
        device.ForEach(p.Count, new ClassScaleKernel<T>(p.OnGpu(), factors.OnGpu(), columns, Block));
        device.ForRows(1, new TotalKernel<T>(losses.OnGpu(), loss.OnGpu(), labels.Length, T.One / T.CreateChecked(labels.Length)));
    }
}

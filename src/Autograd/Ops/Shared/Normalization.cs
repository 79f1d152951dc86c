using System.Numerics;
using System.Runtime.Intrinsics;
using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// The row arithmetic of layer normalisation, x̂ = (x − mean) / √(variance + ε) and y = γ x̂ + β (Ba, Kiros, Hinton 2016),
/// with the variance in two passes. Shared by <see cref="LayerNorm{T}"/> and <see cref="AddLayerNorm{T}"/>.
/// </summary>
internal static class Normalization
{
    /// <summary>Shapes saved: x̂ (N, K) and 1/√(variance + ε) (N).</summary>
    public static Shape[] Saved(Shape x) => [x, new(x.Rows)];

    /// <summary>Normalises x̂, which holds the row, in place; writes y; returns 1/√(variance + ε).</summary>
    public static T Forward<T>(Span<T> normalized, ReadOnlySpan<T> gamma, ReadOnlySpan<T> beta, T epsilon, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T width = T.CreateTruncating(normalized.Length);
        T mean = Simd.Sum<T>(normalized) / width;
        T scale = T.One / T.Sqrt(Simd.SumOfSquaredDeviations<T>(normalized, mean) / width + epsilon);
        if (scale == T.Zero) scale = T.NaN; // a variance that overflowed would pass for a row of zeros
        if (Vector512.IsHardwareAccelerated) RowLoops<Lanes512<T>, T>.Normalize(normalized, mean, scale, gamma, beta, y);
        else RowLoops<Lanes<T>, T>.Normalize(normalized, mean, scale, gamma, beta, y);
        return scale;
    }

    /// <summary>
    /// dx = (dx̂ − mean(dx̂) − x̂ mean(dx̂ x̂)) / √(variance + ε) with dx̂ = γ dy, for one or two inputs that share it, and the
    /// gradients of γ and β.
    /// </summary>
    public static void Backward<T>(
        CpuDevice<T> device, Pass<T> pass, Tensor<T> gamma, Tensor<T> dy,
        Slot<T> dx, Slot<T> twin, Slot<T> toGamma, Slot<T> toBeta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (normalized, scales) = (pass.Saved[0], pass.Saved[1]);
        if (dx.Tensor is not null || twin.Tensor is not null)
            device.ForRange(dy.Shape.Rows, 4L * dy.Count, (begin, end) =>
            {
                for (int n = begin; n < end; n++)
                {
                    var row = Destination(dx, twin, n);
                    Row<T>(normalized.Row(n), gamma.Span, dy.Row(n), scales.Span[n], row);
                    Hand(row, dx, n);
                    Hand(row, twin, n);
                }
            });
        if (toGamma.Tensor is { } gammas) Columns.SumProduct(device, dy, normalized, gammas, toGamma.Accumulate);
        if (toBeta.Tensor is { } betas) Columns.Sum(device, dy, betas, toBeta.Accumulate);
    }

    // A slot that does not accumulate is written where it lies; only two that do need a row between.
    private static unsafe Span<T> Destination<T>(Slot<T> dx, Slot<T> twin, int row) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (dx is { Tensor: { } first, Accumulate: false }) return first.Row(row);
        if (twin is { Tensor: { } second, Accumulate: false }) return second.Row(row);
        int width = (dx.Tensor ?? twin.Tensor!).Shape.Width;
        return new(Scratch<T>.Take(Purpose.Values, width), width);
    }

    private static void Hand<T>(Span<T> row, Slot<T> slot, int n) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (slot.Tensor is not { } tensor) return;
        var to = tensor.Row(n);
        if (slot.Accumulate) Simd.AddTo<T>(row, to);
        else if (to != row) row.CopyTo(to);
    }

    private static void Row<T>(ReadOnlySpan<T> normalized, ReadOnlySpan<T> gamma, ReadOnlySpan<T> dy, T scale, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) Row<Lanes512<T>, T>(normalized, gamma, dy, scale, dx);
        else Row<Lanes<T>, T>(normalized, gamma, dy, scale, dx);
    }

    private static void Row<TLanes, T>(ReadOnlySpan<T> normalized, ReadOnlySpan<T> gamma, ReadOnlySpan<T> dy, T scale, Span<T> dx)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T width = T.CreateTruncating(dx.Length);
        var (sum, projection) = RowLoops<TLanes, T>.SumsOfProducts(normalized, gamma, dy);
        RowLoops<TLanes, T>.Denormalize(normalized, gamma, dy, sum / width, projection / width, scale, dx);
    }

    /// <summary>x̂ and y of x, or of x + r, by one group per row.</summary>
    public static void Forward<T>(
        GpuDevice<T> device, Pass<T> pass, Tensor<T> x, Tensor<T>? residual, Tensor<T> gamma, Tensor<T> beta, T epsilon)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        device.ForRows(x.Shape.Rows, new NormalizeKernel<T>(
            x.OnGpu(), (residual ?? x).OnGpu(), gamma.OnGpu(), beta.OnGpu(), pass.Saved[0].OnGpu(), pass.Saved[1].OnGpu(),
            pass.Output.OnGpu(), x.Shape.Width, T.One / T.CreateTruncating(x.Shape.Width), epsilon, residual is null ? 0 : 1));

    /// <summary>The same gradients by kernels.</summary>
    public static void Backward<T>(
        GpuDevice<T> device, Pass<T> pass, Tensor<T> gamma, Tensor<T> dy,
        Slot<T> dx, Slot<T> twin, Slot<T> toGamma, Slot<T> toBeta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (normalized, scales) = (pass.Saved[0], pass.Saved[1]);
        foreach (var slot in (ReadOnlySpan<Slot<T>>)[dx, twin])
            if (slot.Tensor is { } target)
                device.ForRows(dy.Shape.Rows, new DenormalizeKernel<T>(
                    normalized.OnGpu(), gamma.OnGpu(), dy.OnGpu(), scales.OnGpu(), target.OnGpu(), dy.Shape.Width,
                    T.One / T.CreateTruncating(dy.Shape.Width), slot.Accumulate ? 1 : 0));
        if (toGamma.Tensor is { } gammas) Columns.SumProduct(device, dy, normalized, gammas, toGamma.Accumulate);
        if (toBeta.Tensor is { } betas) Columns.Sum(device, dy, betas, toBeta.Accumulate);
    }
}

/// <summary>x̂, 1/√(variance + ε) and y = γ x̂ + β of one row of x, or of x + r.</summary>
internal readonly struct NormalizeKernel<T>(
    ArrayView<T> x, ArrayView<T> residual, ArrayView<T> gamma, ArrayView<T> beta, ArrayView<T> normalized, ArrayView<T> scales,
    ArrayView<T> y, int width, T inverseWidth, T epsilon, int add) : IGroupKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run()
    {
        long row = (long)Grid.IdxX * width;
        T sum = T.Zero, squares = T.Zero;
        for (int k = Group.IdxX; k < width; k += Group.DimX)
        {
            T value = x[row + k];
            if (add != 0) value += residual[row + k];
            normalized[row + k] = value;
            sum += value;
        }
        T mean = GroupReduce.Sum(sum) * inverseWidth;
        for (int k = Group.IdxX; k < width; k += Group.DimX)
        {
            T deviation = normalized[row + k] - mean;
            squares += deviation * deviation;
        }
        T scale = T.One / T.Sqrt(GroupReduce.Sum(squares) * inverseWidth + epsilon);
        if (scale == T.Zero) scale /= scale; // not a number, as on the host
        for (int k = Group.IdxX; k < width; k += Group.DimX)
        {
            T value = (normalized[row + k] - mean) * scale;
            normalized[row + k] = value;
            y[row + k] = gamma[k] * value + beta[k];
        }
        if (Group.IdxX == 0) scales[Grid.IdxX] = scale;
    }
}

/// <summary>dx = (dx̂ − mean(dx̂) − x̂ mean(dx̂ x̂)) / √(variance + ε) with dx̂ = γ dy, for one row.</summary>
internal readonly struct DenormalizeKernel<T>(
    ArrayView<T> normalized, ArrayView<T> gamma, ArrayView<T> dy, ArrayView<T> scales, ArrayView<T> dx, int width, T inverseWidth,
    int accumulate) : IGroupKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run()
    {
        long row = (long)Grid.IdxX * width;
        T sum = T.Zero, projection = T.Zero;
        for (int k = Group.IdxX; k < width; k += Group.DimX)
        {
            T gradient = gamma[k] * dy[row + k];
            sum += gradient;
            projection += gradient * normalized[row + k];
        }
        T mean = GroupReduce.Sum(sum) * inverseWidth, along = GroupReduce.Sum(projection) * inverseWidth, scale = scales[Grid.IdxX];
        for (int k = Group.IdxX; k < width; k += Group.DimX)
        {
            T gradient = (gamma[k] * dy[row + k] - mean - normalized[row + k] * along) * scale;
            dx[row + k] = accumulate != 0 ? dx[row + k] + gradient : gradient;
        }
    }
}

using System.Numerics;
using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// y_i = x[index_i]: gathers rows. dx[index_i] += dy_i, all other rows are zero.
/// Shapes: x (N, K) → y (I, K).
/// </summary>
/// <param name="Indices">Rows to gather; one may be gathered more than once.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed record Gather<T>(int[] Indices) : IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public string Name => "gather";

    /// <inheritdoc/>
    public Shape Output(ReadOnlySpan<Shape> inputs)
    {
        ShapeException.Unless(
            inputs is [{ Rank: 2 } x] && Array.TrueForAll(Indices, i => (uint)i < (uint)x[0]),
            Name, "x (N, K) with all indices < N", inputs);
        return new(Indices.Length, inputs[0][1]);
    }

    /// <inheritdoc/>
    public Shape[] Saved(ReadOnlySpan<Shape> inputs) => [];

    /// <inheritdoc/>
    public void Forward(CpuDevice<T> device, Pass<T> pass)
    {
        for (int i = 0; i < Indices.Length; i++) pass.Inputs[0].Row(Indices[i]).CopyTo(pass.Output.Row(i));
    }

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        if (dx[0].Tensor is not { } gradient) return;
        if (!dx[0].Accumulate) device.Clear(gradient);
        for (int i = 0; i < Indices.Length; i++) Simd.AddTo<T>(dy.Row(i), gradient.Row(Indices[i]));
    }

    /// <inheritdoc/>
    public void Forward(GpuDevice<T> device, Pass<T> pass) =>
        device.ForEach(pass.Output.Count, new GatherKernel<T>(
            pass.Inputs[0].OnGpu(), pass.Output.OnGpu(), device.Indices(Indices), pass.Output.Shape.Width));

    /// <inheritdoc/>
    public void Backward(GpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx) =>
        ScatterAdd.Rows(device, Indices, dy, dx[0]);
}

/// <summary>One element of the gathered rows.</summary>
internal readonly struct GatherKernel<T>(ArrayView<T> x, ArrayView<T> y, ArrayView<int> rows, int width) : IElementKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int index) => y[index] = x[(long)rows[index / width] * width + index % width];
}

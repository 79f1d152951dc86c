using System.Numerics;
using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// The gradient of gathering rows from a table, by kernels: each row that was gathered gets the sum over the places that it went to,
/// in their order, by one thread per element, so that no two threads add to one number.
/// </summary>
internal static class ScatterAdd
{
    /// <summary>table[rows_n] += dy_n for all n, but for the row <paramref name="without"/>; the rest is zero unless added to.</summary>
    public static void Rows<T>(GpuDevice<T> device, int[] rows, Tensor<T> dy, Slot<T> slot, int without = -1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (slot.Tensor is not { } table) return;
        if (!slot.Accumulate) device.Clear(table);
        var uses = Enumerable.Range(0, rows.Length).Where(n => rows[n] != without).GroupBy(n => rows[n]).ToArray();
        if (uses.Length == 0) return;
        int[] ends = [.. uses.Select(group => group.Count())];
        for (int i = 1; i < ends.Length; i++) ends[i] += ends[i - 1];
        int width = table.Shape.Width;
        device.ForEach(uses.Length * width, new ScatterKernel<T>(
            dy.OnGpu(), table.OnGpu(), device.Indices([.. uses.Select(group => group.Key)]),
            device.Indices([.. uses.SelectMany(group => group)]), device.Indices(ends), width));
    }
}

/// <summary>One element of a row that was gathered: the sum over the places that it went to.</summary>
internal readonly struct ScatterKernel<T>(
    ArrayView<T> dy, ArrayView<T> table, ArrayView<int> rows, ArrayView<int> places, ArrayView<int> ends, int width) : IElementKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int index)
    {
        int use = index / width, k = index % width;
        long at = (long)rows[use] * width + k;
        T sum = table[at];
        for (int i = use == 0 ? 0 : ends[use - 1]; i < ends[use]; i++) sum += dy[(long)places[i] * width + k];
        table[at] = sum;
    }
}

using System.Numerics;
using ILGPU;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Ops;

/// <summary>
/// y_n = word[id_n] + position[p_n] + type[0]. The gradient of a table's row is the sum of dy over the places that use it;
/// the row of the pad id stays zero in the word and position tables, as the reference has it.
/// Shapes: word (V, K), position (P, K), type (·, K) → y (N, K).
/// </summary>
/// <param name="Ids">Vocabulary ids, N.</param>
/// <param name="Positions">Rows of the position table, N.</param>
/// <param name="PadId">The padding id.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed record Embed<T>(int[] Ids, int[] Positions, int PadId) : IOp<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public string Name => "embed";

    /// <inheritdoc/>
    public Shape Output(ReadOnlySpan<Shape> inputs)
    {
        ShapeException.Unless(
            inputs is [{ Rank: 2 } word, { Rank: 2 } position, { Rank: 2 } type]
                && word[1] == position[1] && word[1] == type[1] && type[0] > 0
                && Ids.Length == Positions.Length && InRange(Ids, word[0]) && InRange(Positions, position[0]),
            Name, "word (V, K), position (P, K), type (1 or more, K) with ids < V and positions < P", inputs);
        return new(Ids.Length, inputs[0][1]);
    }

    /// <inheritdoc/>
    public Shape[] Saved(ReadOnlySpan<Shape> inputs) => [];

    /// <inheritdoc/>
    public void Forward(CpuDevice<T> device, Pass<T> pass)
    {
        var (word, position, type, y) = (pass.Inputs[0], pass.Inputs[1], pass.Inputs[2], pass.Output);
        for (int n = 0; n < Ids.Length; n++)
        {
            Simd.Add<T>(word.Row(Ids[n]), type.Row(0), y.Row(n));
            Simd.AddTo<T>(position.Row(Positions[n]), y.Row(n));
        }
    }

    /// <inheritdoc/>
    public void Backward(CpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        Scatter(device, Ids, dy, dx[0]);
        Scatter(device, Positions, dy, dx[1]);
        if (dx[2].Tensor is not { } type) return;
        if (!dx[2].Accumulate) device.Clear(type);
        for (int n = 0; n < Ids.Length; n++) Simd.AddTo<T>(dy.Row(n), type.Row(0));
    }

    private void Scatter(CpuDevice<T> device, int[] rows, Tensor<T> dy, Slot<T> slot)
    {
        if (slot.Tensor is not { } table) return;
        if (!slot.Accumulate) device.Clear(table);
        for (int n = 0; n < rows.Length; n++)
            if (rows[n] != PadId) Simd.AddTo<T>(dy.Row(n), table.Row(rows[n]));
    }

    private static bool InRange(int[] indices, int count) => Array.TrueForAll(indices, i => (uint)i < (uint)count);

    /// <inheritdoc/>
    public void Forward(GpuDevice<T> device, Pass<T> pass)
    {
        var (word, position, type, y) = (pass.Inputs[0], pass.Inputs[1], pass.Inputs[2], pass.Output);
        device.ForEach(y.Count, new EmbedKernel<T>(
            word.OnGpu(), position.OnGpu(), type.OnGpu(), y.OnGpu(), device.Indices(Ids), device.Indices(Positions), y.Shape.Width));
    }

    /// <inheritdoc/>
    public void Backward(GpuDevice<T> device, Pass<T> pass, Tensor<T> dy, ReadOnlySpan<Slot<T>> dx)
    {
        ScatterAdd.Rows(device, Ids, dy, dx[0], without: PadId);
        ScatterAdd.Rows(device, Positions, dy, dx[1], without: PadId);
        ScatterAdd.Rows(device, new int[Ids.Length], dy, dx[2]);
    }
}

/// <summary>One element of word[id] + type[0] + position[p].</summary>
internal readonly struct EmbedKernel<T>(
    ArrayView<T> word, ArrayView<T> position, ArrayView<T> type, ArrayView<T> y, ArrayView<int> ids, ArrayView<int> positions,
    int width) : IElementKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int index)
    {
        int n = index / width, k = index % width;
        y[index] = word[(long)ids[n] * width + k] + type[k] + position[(long)positions[n] * width + k];
    }
}

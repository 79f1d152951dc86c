using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Decoding;

/// <summary>A hidden state's row read as a weighted combination of vocabulary entries.</summary>
/// <param name="Ids">The τ entries with the largest weights, largest first.</param>
/// <param name="Weights">Their weights; not renormalised.</param>
/// <param name="OwnLogProbability">log P of the row's own id.</param>
/// <param name="InputMass">Probability on ids that occur in the input.</param>
public sealed record DecodedRow(int[] Ids, double[] Weights, double OwnLogProbability, double InputMass)
{
    /// <summary>P_v if v is among the top τ, else 0.</summary>
    public double WeightOf(int id) => Array.IndexOf(Ids, id) is >= 0 and var place ? Weights[place] : 0;
}

/// <summary>
/// Reads rows through the pre-trained language-model head: Z = f_lm(h), P = scale(Z) row by row, only the τ largest kept.
/// Z comes in pieces of some vocabulary entries that are read and forgotten: (N, V) is never held.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LmDecoder<T>(LmHead<T> head) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>V, entries of the vocabulary.</summary>
    public int Vocabulary => head.Vocabulary;

    // The head's weights are read once for so many rows.
    private const int RowsAtOnce = 128, GpuRowsAtOnce = 8192;

    /// <summary>Decodes rows (N, K) of one text, row n of which stands at the place of id n.</summary>
    public DecodedRow[] Decode(
        Device<T> device, Tensor<T> rows, int[] ids, ExplainOptions options, CancellationToken cancellation = default) =>
        Decode(device, rows, [ids], options, cancellation)[0];

    /// <summary>Decodes rows (ΣN, K) of several texts end to end; every row gets the numbers that it gets alone.</summary>
    public DecodedRow[][] Decode(
        Device<T> device, Tensor<T> rows, IReadOnlyList<int[]> texts, ExplainOptions options,
        CancellationToken cancellation = default)
    {
        (int Own, int[] Input)[] places = [.. texts.SelectMany(PlacesOf)];
        int atOnce = device is CpuDevice<T> ? RowsAtOnce : GpuRowsAtOnce;
        DecodedRow[] decoded = [.. places.Chunk(atOnce).SelectMany(
            (chunk, i) => Decode(device, rows.Rows(i * atOnce, chunk.Length), chunk, options, cancellation))];
        int first = 0;
        return [.. texts.Select(ids => decoded[first..(first += ids.Length)])];
    }

    // A row's own id and all ids of its text, ascending.
    private static IEnumerable<(int Own, int[] Input)> PlacesOf(int[] ids)
    {
        int[] input = [.. ids.Distinct().Order()];
        return ids.Select(id => (id, input));
    }

    private DecodedRow[] Decode(
        Device<T> device, Tensor<T> rows, (int Own, int[] Input)[] places, ExplainOptions options, CancellationToken cancellation)
    {
        using var tape = new Tape<T>(device, cancellation);
        var transformed = tape[head.Transform(tape, tape.Leaf(rows))];                                  // (N, K)
        return device is CpuDevice<T> cpu
            ? Decode(cpu, transformed, places, options, cancellation)
            : GpuDecoder.Decode((GpuDevice<T>)device, head, transformed, places, options, cancellation);
    }

    private DecodedRow[] Decode(
        CpuDevice<T> device, Tensor<T> transformed, (int Own, int[] Input)[] places, ExplainOptions options, CancellationToken cancellation)
    {
        RunningRow<T>[] running = [.. places.Select(place =>
            new RunningRow<T>(place.Own, place.Input, head.Vocabulary, LmHead<T>.PieceWidth, options))];
        head.Decode(device, transformed, (entry, logits) =>
        {
            cancellation.ThrowIfCancellationRequested();
            for (int n = 0; n < running.Length; n++) running[n].Read(entry, logits.Row(n));
        });
        return [.. running.Select(row => row.Decoded())];
    }
}

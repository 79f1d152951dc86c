using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency;

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
    // The head's weights are read once for so many rows.
    private const int RowsAtOnce = 128;

    /// <summary>Decodes rows (N, K) of one text, row n of which stands at the place of id n.</summary>
    public DecodedRow[] Decode(
        CpuDevice<T> device, Tensor<T> rows, int[] ids, ExplainOptions options, CancellationToken cancellation = default) =>
        Decode(device, rows, [ids], options, cancellation)[0];

    /// <summary>Decodes rows (ΣN, K) of several texts end to end; every row gets the numbers that it gets alone.</summary>
    public DecodedRow[][] Decode(
        CpuDevice<T> device, Tensor<T> rows, IReadOnlyList<int[]> texts, ExplainOptions options,
        CancellationToken cancellation = default)
    {
        RunningRow<T>[] Running(int[] ids)
        {
            int[] input = [.. ids.Distinct().Order()];
            return [.. ids.Select(id => new RunningRow<T>(id, input, head.Vocabulary, LmHead<T>.PieceWidth, options))];
        }
        var running = texts.SelectMany(Running);
        DecodedRow[] decoded = [.. running.Chunk(RowsAtOnce).SelectMany(
            (chunk, i) => Decode(device, rows.Rows(i * RowsAtOnce, chunk.Length), chunk, cancellation))];
        int first = 0;
        return [.. texts.Select(ids => decoded[first..(first += ids.Length)])];
    }

    private IEnumerable<DecodedRow> Decode(
        CpuDevice<T> device, Tensor<T> rows, RunningRow<T>[] running, CancellationToken cancellation)
    {
        using var tape = new Tape<T>(device, cancellation);
        var transformed = tape[head.Transform(tape, tape.Leaf(rows))];                                  // (N, K)
        head.Decode(device, transformed, (entry, logits) =>
        {
            cancellation.ThrowIfCancellationRequested();
            for (int n = 0; n < running.Length; n++) running[n].Read(entry, logits.Row(n));
        });
        return [.. running.Select(row => row.Decoded())];
    }
}

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

    /// <summary>Decodes rows (N, K), row n of which stands at the place of id n.</summary>
    public DecodedRow[] Decode(
        CpuDevice<T> device, Tensor<T> rows, int[] ids, ExplainOptions options, CancellationToken cancellation = default)
    {
        var decoded = new DecodedRow[ids.Length];
        int[] input = [.. ids.Distinct().Order()];
        for (int first = 0; first < ids.Length; first += RowsAtOnce)
        {
            using var tape = new Tape<T>(device, cancellation);
            int count = Math.Min(RowsAtOnce, ids.Length - first);
            RunningRow<T>[] running = [.. Enumerable.Range(first, count)
                .Select(n => new RunningRow<T>(ids[n], input, head.Vocabulary, LmHead<T>.PieceWidth, options))];
            var transformed = tape[head.Transform(tape, tape.Leaf(rows.Rows(first, count)))];           // (N, K)
            head.Decode(device, transformed, (entry, logits) =>
            {
                cancellation.ThrowIfCancellationRequested();
                for (int i = 0; i < count; i++) running[i].Read(entry, logits.Row(i));
            });
            for (int i = 0; i < count; i++) decoded[first + i] = running[i].Decoded();
        }
        return decoded;
    }
}

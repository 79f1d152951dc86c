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
/// Never holds more than a few rows of (N, V).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LmDecoder<T>(LmHead<T> head) where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int RowsAtOnce = 32;

    /// <summary>Decodes rows (N, K), row n of which stands at the place of id n.</summary>
    public DecodedRow[] Decode(
        CpuDevice<T> device, Tensor<T> rows, int[] ids, ExplainOptions options, CancellationToken cancellation = default)
    {
        var decoded = new DecodedRow[ids.Length];
        int[] input = [.. ids.Distinct().Order()];
        for (int first = 0; first < ids.Length; first += RowsAtOnce)
        {
            using var tape = new Tape<T>(device, cancellation);
            int begin = first, count = Math.Min(RowsAtOnce, ids.Length - first);
            var logits = tape[head.Logits(tape, tape.Leaf(rows.Rows(begin, count)))];                   // (N, V)
            device.ForEach(count, 16L * logits.Count, i =>
                decoded[begin + i] = Read(logits.Row(i), ids[begin + i], input, options));
        }
        return decoded;
    }

    private static DecodedRow Read(Span<T> logits, int own, int[] input, ExplainOptions options)
    {
        double shift = double.CreateTruncating(Simd.Max<T>(logits));
        double logSum = shift + Math.Log(SumOfExponentials(logits, T.CreateTruncating(shift)));
        double ownLog = double.CreateTruncating(logits[own]) - logSum, mass = 0;
        foreach (int id in input) mass += Math.Exp(double.CreateTruncating(logits[id]) - logSum);
        int[] candidates = options.Vocabulary == VocabularyScope.Input ? input : [];
        int[] top = Top(logits, candidates, options);
        double scale = Scale(logits, candidates, options.DecodeScale);
        double[] weights = options.DecodeScale == DecodeScale.Softmax
            ? [.. Softmax(logits, top, options.Vocabulary == VocabularyScope.Input ? logSum + Math.Log(mass) : logSum)]
            : [.. Scaled(logits, top, scale)];
        return new(top, weights, ownLog, mass);
    }

    private static unsafe double SumOfExponentials(ReadOnlySpan<T> logits, T shift) => double.CreateTruncating(
        Simd.ExpSum(logits, shift, new Span<T>(Scratch<T>.Take(Purpose.Values, logits.Length), logits.Length)));

    // The order of the logits is the order under every scale.
    private static int[] Top(ReadOnlySpan<T> logits, int[] candidates, ExplainOptions options)
    {
        if (options.Vocabulary == VocabularyScope.Full) return TopEntries.Of(logits, options.Tau);
        var values = new T[candidates.Length];
        for (int i = 0; i < values.Length; i++) values[i] = logits[candidates[i]];
        return [.. TopEntries.Of<T>(values, options.Tau).Select(i => candidates[i])];
    }

    private static double Scale(ReadOnlySpan<T> logits, int[] candidates, DecodeScale scale)
    {
        if (scale != DecodeScale.L2) return 1;
        double squares = 0;
        if (candidates.Length == 0)
            foreach (T z in logits) squares += double.CreateTruncating(z) * double.CreateTruncating(z);
        else
            foreach (int id in candidates) squares += double.CreateTruncating(logits[id]) * double.CreateTruncating(logits[id]);
        return squares == 0 ? 1 : 1 / Math.Sqrt(squares);
    }

    private static double[] Softmax(ReadOnlySpan<T> logits, int[] ids, double logSum)
    {
        var weights = new double[ids.Length];
        for (int i = 0; i < ids.Length; i++) weights[i] = Math.Exp(double.CreateTruncating(logits[ids[i]]) - logSum);
        return weights;
    }

    private static double[] Scaled(ReadOnlySpan<T> logits, int[] ids, double factor)
    {
        var weights = new double[ids.Length];
        for (int i = 0; i < ids.Length; i++) weights[i] = double.CreateTruncating(logits[ids[i]]) * factor;
        return weights;
    }
}

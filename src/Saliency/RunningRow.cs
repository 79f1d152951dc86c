using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency;

/// <summary>
/// One row of logits that comes piece by piece. Sums are kept by piece and added up in the order of the vocabulary, so the
/// result does not depend on who computed which piece when.
/// </summary>
internal sealed class RunningRow<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int own, width;
    private readonly int[] input;
    private readonly double[] inputLogits, maxima, sums, squares;
    private readonly ExplainOptions options;
    private readonly RunningTop<T>? top;
    private readonly T[] whole = [];

    public RunningRow(int own, int[] input, int vocabulary, int width, ExplainOptions options)
    {
        (this.own, this.input, this.width, this.options) = (own, input, width, options);
        int pieces = (vocabulary + width - 1) / width, tau = Math.Min(options.Tau, vocabulary);
        (inputLogits, maxima, sums) = (new double[input.Length], new double[pieces], new double[pieces]);
        squares = Full && options.DecodeScale == DecodeScale.L2 ? new double[pieces] : [];
        if (!Full) return;
        // A heap of the best so far pays off only while they are few.
        if (tau <= vocabulary / 16) top = new(tau);
        else whole = new T[vocabulary];
    }

    private bool Full => options.Vocabulary == VocabularyScope.Full;

    /// <summary>Takes the logits of the entries from <paramref name="first"/> on.</summary>
    public void Read(int first, Span<T> logits)
    {
        int piece = first / width;
        T max = Simd.Max<T>(logits);
        maxima[piece] = double.CreateTruncating(max);
        sums[piece] = SumOfExponentials(logits, max);
        if (squares.Length > 0) squares[piece] = SumOfSquares(logits);
        top?.Offer(first, logits);
        if (whole.Length > 0) logits.CopyTo(whole.AsSpan(first));
        int i = Array.BinarySearch(input, first);
        for (i = i < 0 ? ~i : i; i < input.Length && input[i] < first + logits.Length; i++)
            inputLogits[i] = double.CreateTruncating(logits[input[i] - first]);
    }

    /// <summary>The row's largest entries, weighed.</summary>
    public DecodedRow Decoded()
    {
        double logSum = LogSum(), mass = 0;
        foreach (double z in inputLogits) mass += Math.Exp(z - logSum);
        var best = Best();
        double norm = options.DecodeScale == DecodeScale.L2 ? Norm() : 1;
        double shift = Full ? logSum : logSum + Math.Log(mass);
        return new(
            [.. best.Select(entry => entry.Id)],
            [.. best.Select(entry => options.DecodeScale == DecodeScale.Softmax ? Math.Exp(entry.Logit - shift) : entry.Logit * norm)],
            inputLogits[Array.BinarySearch(input, own)] - logSum, mass);
    }

    // The order of the logits is the order under every scale.
    private (int Id, double Logit)[] Best()
    {
        if (top is not null) return [.. top.Take().Select(entry => (entry.Index, double.CreateTruncating(entry.Value)))];
        return Full
            ? [.. TopEntries.Of<T>(whole, options.Tau).Select(id => (id, double.CreateTruncating(whole[id])))]
            : [.. TopEntries.Of<double>(inputLogits, options.Tau).Select(i => (input[i], inputLogits[i]))];
    }

    private double LogSum()
    {
        double max = maxima.Max(), sum = 0;
        for (int piece = 0; piece < sums.Length; piece++) sum += sums[piece] * Math.Exp(maxima[piece] - max);
        return max + Math.Log(sum);
    }

    private double Norm()
    {
        double sum = Full ? squares.Sum() : inputLogits.Sum(z => z * z);
        return sum == 0 ? 1 : 1 / Math.Sqrt(sum);
    }

    private static unsafe double SumOfExponentials(ReadOnlySpan<T> logits, T shift) => double.CreateTruncating(
        Simd.ExpSum(logits, shift, new Span<T>(Scratch<T>.Take(Purpose.Values, logits.Length), logits.Length)));

    private static double SumOfSquares(ReadOnlySpan<T> logits)
    {
        double sum = 0;
        foreach (T z in logits) sum += double.CreateTruncating(z) * double.CreateTruncating(z);
        return sum;
    }
}

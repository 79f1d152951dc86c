using System.Numerics;
using PureSaliency.Saliency.Decoding;
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
    public DecodedRow Decoded() => new RowSummary(own, input, inputLogits, maxima, sums, squares, Best()).Decoded(options);

    private (int Id, double Logit)[] Best() => top is not null
        ? [.. top.Take().Select(entry => (entry.Index, double.CreateTruncating(entry.Value)))]
        : [.. TopEntries.Of<T>(whole, Full ? options.Tau : 0).Select(id => (id, double.CreateTruncating(whole[id])))];

    private static unsafe double SumOfExponentials(ReadOnlySpan<T> logits, T shift) => double.CreateTruncating(
        Simd.ExpSum(logits, shift, new Span<T>(Scratch<T>.Take(Purpose.Values, logits.Length), logits.Length)));

    private static double SumOfSquares(ReadOnlySpan<T> logits)
    {
        double sum = 0;
        foreach (T z in logits) sum += double.CreateTruncating(z) * double.CreateTruncating(z);
        return sum;
    }
}

using PureSaliency.Saliency.Decoding;

namespace PureSaliency.Saliency;

/// <summary>All that is wanted of one row of logits.</summary>
/// <param name="Own">The id at whose place the row stands.</param>
/// <param name="Input">The ids of the text, ascending.</param>
/// <param name="InputLogits">Their logits.</param>
/// <param name="Maxima">The largest logit of each piece of the vocabulary.</param>
/// <param name="Sums">Σ exp(z − maximum) of each piece.</param>
/// <param name="Squares">Σ z² of each piece; empty where no norm is wanted.</param>
/// <param name="Best">The τ largest logits, largest first; empty if only the ids of the text count.</param>
internal sealed record RowSummary(
    int Own, int[] Input, double[] InputLogits, double[] Maxima, double[] Sums, double[] Squares, (int Id, double Logit)[] Best)
{
    /// <summary>The row's largest entries, weighed. The order of the logits is the order under every scale.</summary>
    public DecodedRow Decoded(ExplainOptions options)
    {
        bool full = options.Vocabulary == VocabularyScope.Full;
        double logSum = LogSum(), mass = 0;
        foreach (double z in InputLogits) mass += Math.Exp(z - logSum);
        var best = full ? Best : [.. TopEntries.Of<double>(InputLogits, options.Tau).Select(i => (Input[i], InputLogits[i]))];
        double norm = options.DecodeScale == DecodeScale.L2 ? Norm(full) : 1;
        double shift = full ? logSum : logSum + Math.Log(mass);
        return new(
            [.. best.Select(entry => entry.Id)],
            [.. best.Select(entry => options.DecodeScale == DecodeScale.Softmax ? Math.Exp(entry.Logit - shift) : entry.Logit * norm)],
            InputLogits[Array.BinarySearch(Input, Own)] - logSum, mass);
    }

    private double LogSum()
    {
        double max = Maxima.Max(), sum = 0;
        for (int piece = 0; piece < Sums.Length; piece++) sum += Sums[piece] * Math.Exp(Maxima[piece] - max);
        return max + Math.Log(sum);
    }

    private double Norm(bool full)
    {
        double sum = full ? Squares.Sum() : InputLogits.Sum(z => z * z);
        return sum == 0 ? 1 : 1 / Math.Sqrt(sum);
    }
}

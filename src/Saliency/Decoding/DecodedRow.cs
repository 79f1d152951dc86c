using PureSaliency.Autograd.Summaries;
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

    /// <summary>What must be known of rows of logits, given the ids of each one's text, ascending.</summary>
    internal static RowDemand Demand(IReadOnlyList<int[]> inputs, ExplainOptions options)
    {
        bool full = options.Vocabulary == VocabularyScope.Full;
        return new(inputs, full ? options.Tau : 0, full && options.DecodeScale == DecodeScale.L2);
    }

    /// <summary>The largest entries of a row of logits z, weighed. The order of the logits is the order under every scale.</summary>
    /// <param name="z">What <see cref="Demand"/> asked for.</param>
    /// <param name="own">The id at whose place the row stands.</param>
    /// <param name="options">The same options.</param>
    internal static DecodedRow Of(RowSummary z, int own, ExplainOptions options)
    {
        bool full = options.Vocabulary == VocabularyScope.Full;
        double mass = 0;
        foreach (double logit in z.Values) mass += Math.Exp(logit - z.LogSum);
        var best = full ? z.Largest : [.. TopEntries.Of<double>(z.Values, options.Tau).Select(i => (z.Columns[i], z.Values[i]))];
        double norm = options.DecodeScale == DecodeScale.L2 ? Norm(full ? z.SquareSum : z.Values.Sum(logit => logit * logit)) : 1;
        double shift = full ? z.LogSum : z.LogSum + Math.Log(mass);
        return new(
            [.. best.Select(entry => entry.Column)],
            [.. best.Select(entry => options.DecodeScale == DecodeScale.Softmax ? Math.Exp(entry.Value - shift) : entry.Value * norm)],
            z.Values[Array.BinarySearch(z.Columns, own)] - z.LogSum, mass);
    }

    private static double Norm(double squares) => squares == 0 ? 1 : 1 / Math.Sqrt(squares);
}

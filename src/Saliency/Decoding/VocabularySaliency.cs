using System.Runtime.InteropServices;

namespace PureSaliency.Saliency.Decoding;

/// <summary>S over the vocabulary, S_v = Σ_n s_n P_nv, and what each place in the text gets of it.</summary>
public sealed class VocabularySaliency
{
    // At most τ entries per row get anything; V numbers per text and layer would be nearly all zeros.
    private readonly Dictionary<int, double> saliency = [];
    private readonly DecodedRow[] rows;
    private readonly double[] weights;
    private readonly int vocabulary;

    /// <summary>Weighs decoded rows and adds them up.</summary>
    /// <param name="rows">One decoded row per position.</param>
    /// <param name="weights">s, one weight per position; ones where rows were weighed before they were decoded.</param>
    /// <param name="vocabulary">V.</param>
    public VocabularySaliency(DecodedRow[] rows, double[] weights, int vocabulary)
    {
        (this.rows, this.weights, this.vocabulary) = (rows, weights, vocabulary);
        for (int n = 0; n < rows.Length; n++)
            for (int i = 0; i < rows[n].Ids.Length; i++)
                CollectionsMarshal.GetValueRefOrAddDefault(saliency, rows[n].Ids[i], out _) += weights[n] * rows[n].Weights[i];
    }

    /// <summary>The ids that some row named, each once; S is 0 for all others.</summary>
    public IReadOnlyCollection<int> Ids => saliency.Keys;

    /// <summary>S, V numbers, laid out anew for each call.</summary>
    public ReadOnlySpan<double> Values
    {
        get
        {
            var values = new double[vocabulary];
            foreach (var (id, value) in saliency) values[id] = value;
            return values;
        }
    }

    /// <summary>S of an id.</summary>
    public double this[int id] => saliency.GetValueOrDefault(id);

    /// <summary>Score of each position: S at its own id, shared or split between equal ids.</summary>
    public double[] TokenScores(int[] ids, Duplicates duplicates)
    {
        double[] scores = [.. ids.Select(id => this[id])];
        if (duplicates == Duplicates.Shared) return scores;
        foreach (var places in Enumerable.Range(0, ids.Length).GroupBy(n => ids[n]).Where(group => group.Count() > 1))
        {
            double[] parts = [.. places.Select(n => Math.Abs(weights[n] * rows[n].WeightOf(ids[n])))];
            double whole = parts.Sum();
            // Where no place's own row names its id, none has a better claim than another.
            foreach (var (n, part) in places.Zip(parts))
                scores[n] *= whole > 0 ? part / whole : 1.0 / parts.Length;
        }
        return scores;
    }
}

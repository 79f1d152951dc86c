using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// s_i = the mean over drawn orders of the inner tokens of what i adds to those before it, all others masked: Shapley values by sampling
/// (Castro, Gómez and Tejada 2009). Efficient in each order, hence in the mean: Σ_i s_i = v(all) − v(none).
/// </summary>
public sealed class ShapleySampling : IInputMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "shapley-sampling";

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, "what token n adds to those before it, averaged over drawn orders", Needs.None, "samples × tokens F", "Castro et al. 2009")
    {
        IsAboutText = true,
        TakesWordsAway = true,
        Options = [Sampling.Samples, Sampling.Seed],
    };

    /// <inheritdoc/>
    public PositionScores Score(ITextProbe probe, ExplainOptions options)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentNullException.ThrowIfNull(options);
        int count = probe.Units.Count, samples = options.Get(Sampling.Samples);
        if (count == 0) return new(new double[probe.Ids.Count]);
        int[][] orders = [.. Enumerable.Range(0, samples).Select(sample => CounterRandom.Permutation(Sampling.Key(options, sample), count))];
        double[] values = probe.Values(orders.SelectMany(order => Growing(probe, order))
            .Prepend(probe.Unchanged()).Prepend(Coalitions.Of(probe, _ => false)), 2 + samples * (count - 1));
        var scores = new double[count];
        for (int o = 0; o < samples; o++)
        {
            // None and all are the same in every order; between them are the sets of 1 … M − 1 tokens.
            int at = 2 + o * (count - 1);
            double before = values[0];
            for (int size = 1; size <= count; size++)
            {
                double after = size == count ? values[1] : values[at + size - 1];
                scores[orders[o][size - 1]] += (after - before) / samples;
                before = after;
            }
        }
        return Coalitions.Scores(probe, scores, values[1] - values[0]);
    }

    private static IEnumerable<Variant> Growing(ITextProbe probe, int[] order)
    {
        var present = new bool[order.Length];
        foreach (int token in order[..^1])
        {
            present[token] = true;
            yield return Coalitions.Of(probe, j => present[j]);
        }
    }
}

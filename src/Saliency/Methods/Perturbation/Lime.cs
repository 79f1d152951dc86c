using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// The weights w of min over (b, w) of Σ_r k_r (f_r − b − z_r·w)² + Σ_j w_j²: a linear model of the text's variants (Ribeiro et al. 2016). z_r says
/// which inner units variant r shows, each masked with probability 0.3 and none in the first; f_r is the explained value, and
/// k_r = exp(−d² / (2 · 0.25²)) with d = 1 − √(share of tokens shown), the cosine distance to the whole text.
/// </summary>
public sealed class Lime : IInputMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "lime";

    private const double Masked = 0.3, KernelWidth = 0.25, Ridge = 1;

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, "weight of token n in a linear model of drawn variants", Needs.None, "samples F", "Ribeiro et al. 2016")
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
        int count = probe.Units.Count;
        bool[][] present = [.. Enumerable.Range(0, options.Get(Sampling.Samples)).Select(sample => Drawn(Sampling.Key(options, sample), count, sample))];
        return Coalitions.Scores(probe, Fit(present, probe.Values(present.Select(row => Coalitions.Of(probe, j => row[j])), present.Length)).Weights);
    }

    /// <summary>The linear model of given variants and their values.</summary>
    internal static (double Intercept, double[] Weights) Fit(bool[][] present, double[] values)
    {
        int count = present[0].Length;
        var matrix = new double[count + 1, count + 1];
        var right = new double[count + 1];
        for (int r = 0; r < present.Length; r++)
        {
            // The last unknown is the intercept, present in every row and not penalised.
            int[] there = [.. Enumerable.Range(0, count).Where(j => present[r][j]), count];
            double weight = Kernel(count == 0 ? 1 : (there.Length - 1) / (double)count);
            foreach (int i in there)
            {
                right[i] += weight * (values[r] - values[0]); // exactly 0 where nothing changes
                foreach (int j in there) matrix[i, j] += weight;
            }
        }
        for (int j = 0; j < count; j++) matrix[j, j] += Ridge;
        double[] solved = PositiveDefinite.Solve(matrix, right);
        return (values[0] + solved[count], solved[..count]);
    }

    private static bool[] Drawn(ulong key, int count, int sample) =>
        [.. Enumerable.Range(0, count).Select(j => sample == 0 || CounterRandom.Unit(key, (uint)j) >= Masked)];

    private static double Kernel(double share)
    {
        double distance = 1 - Math.Sqrt(share);
        return Math.Exp(-distance * distance / (2 * KernelWidth * KernelWidth));
    }
}

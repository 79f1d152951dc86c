using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// s minimises Σ_S w_S (v(S) − v(none) − Σ_{i in S} s_i)² under Σ_i s_i = v(all) − v(none), v(S) the explained value with all inner tokens outside
/// S masked: kernel SHAP (Lundberg and Lee 2017). Over all S but none and all, w_S = (M − 1) / (C(M, |S|) |S| (M − |S|)), it is the Shapley values;
/// that is done where the samples allow it. Otherwise sets are drawn with that weight, sizes first, and count once each.
/// </summary>
public sealed class KernelShap : IInputMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "kernel-shap";

    // Where drawn sets leave shares open, those with the least squares are taken.
    private const double Ridge = 1e-9;

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, "Shapley values by weighted least squares over drawn sets of tokens", Needs.None, "2 + samples F", "Lundberg and Lee 2017")
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
        bool all = count < 31 && (1 << count) - 2 <= samples;
        bool[][] sets = all ? All(count) : [.. Enumerable.Range(0, samples).Select(sample => Drawn(Sampling.Key(options, sample), count))];
        return Coalitions.Scores(probe, Of(probe, sets, all ? Weight : _ => 1));
    }

    /// <summary>The solution for given sets, none of them empty or full.</summary>
    /// <param name="probe">The text and the model.</param>
    /// <param name="sets">Whether inner token j is there, set by set.</param>
    /// <param name="weight">w of each.</param>
    internal static double[] Of(ITextProbe probe, bool[][] sets, Func<bool[], double> weight)
    {
        double[] values = probe.Values(sets.Select(set => Coalitions.Of(probe, j => set[j]))
            .Prepend(probe.Unchanged()).Prepend(Coalitions.Of(probe, _ => false)), sets.Length + 2);
        return Solve(sets, [.. sets.Select(weight)], [.. values[2..].Select(v => v - values[0])], values[1] - values[0]);
    }

    // The last token has what the others leave of the whole: M − 1 unknowns, and rows z_i − z_M.
    private static double[] Solve(bool[][] sets, double[] weights, double[] gains, double whole)
    {
        int unknowns = sets.Length == 0 ? 0 : sets[0].Length - 1;
        if (unknowns == 0) return [whole];
        var matrix = new double[unknowns, unknowns];
        var right = new double[unknowns];
        for (int r = 0; r < sets.Length; r++)
        {
            int last = sets[r][unknowns] ? 1 : 0;
            int[] row = [.. Enumerable.Range(0, unknowns).Select(i => (sets[r][i] ? 1 : 0) - last)];
            double gain = gains[r] - last * whole;
            for (int i = 0; i < unknowns; i++)
            {
                right[i] += weights[r] * row[i] * gain;
                for (int j = 0; j < unknowns; j++) matrix[i, j] += weights[r] * row[i] * row[j];
            }
        }
        if (IsSingular(matrix, unknowns)) Regularize(matrix, right, whole);
        double[] shares = PositiveDefinite.Solve(matrix, right);
        return [.. shares, whole - shares.Sum()];
    }

    // ridge · Σ s_i² over all tokens, the last included.
    private static void Regularize(double[,] matrix, double[] right, double whole)
    {
        double ridge = Ridge * Math.Max(1, Enumerable.Range(0, right.Length).Max(i => matrix[i, i]));
        for (int i = 0; i < right.Length; i++)
        {
            right[i] += ridge * whole;
            for (int j = 0; j < right.Length; j++) matrix[i, j] += i == j ? 2 * ridge : ridge;
        }
    }

    private static bool IsSingular(double[,] matrix, int size)
    {
        var copy = (double[,])matrix.Clone();
        double largest = Enumerable.Range(0, size).Max(i => matrix[i, i]);
        PositiveDefinite.Solve(copy, new double[size]);
        return Enumerable.Range(0, size).Any(i => !(copy[i, i] * copy[i, i] > 1e-12 * largest));
    }

    private static double Weight(bool[] set)
    {
        int count = set.Length, size = set.Count(there => there);
        double subsets = 1;
        for (int i = 0; i < size; i++) subsets = subsets * (count - i) / (i + 1);
        return (count - 1) / (subsets * size * (count - size));
    }

    private static bool[][] All(int count) => count == 1 ? [] :
        [.. Enumerable.Range(1, (1 << count) - 2).Select(set => Enumerable.Range(0, count).Select(j => (set >> j & 1) != 0).ToArray())];

    // A size with probability ∝ 1 / (size (M − size)), then tokens evenly.
    private static bool[] Drawn(ulong key, int count)
    {
        double whole = Enumerable.Range(1, count - 1).Sum(size => 1.0 / size / (count - size)), drawn = CounterRandom.Unit(key, 0) * whole;
        int chosen = 1;
        while (chosen < count - 1 && (drawn -= 1.0 / chosen / (count - chosen)) >= 0) chosen++;
        var set = new bool[count];
        foreach (int token in CounterRandom.Permutation(CounterRandom.Key(key, 1), count).AsSpan(0, chosen)) set[token] = true;
        return set;
    }
}

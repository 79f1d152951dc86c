using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Methods;

/// <summary>
/// s_i = Σ over sets S of inner tokens without i of |S|! (M − |S| − 1)! / M! · (v(S + i) − v(S)), v(S) the explained value with all inner tokens
/// outside S masked: exact Shapley values (Shapley 1953) of a short text. Efficient: Σ_i s_i = v(all) − v(none).
/// </summary>
public sealed class Shapley : IInputMethod
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "shapley";

    /// <summary>Inner tokens of the longest text: each more doubles the passes.</summary>
    public const int MostTokens = 12;

    /// <inheritdoc/>
    public MethodInfo Info { get; } = new(
        Name, $"what token n adds to a set of others, averaged over all sets; at most {MostTokens} tokens", Needs.None, "2^tokens F", "Shapley 1953")
    {
        IsAboutText = true,
        TakesWordsAway = true,
    };

    /// <inheritdoc/>
    public PositionScores Score(ITextProbe probe, ExplainOptions options)
    {
        ArgumentNullException.ThrowIfNull(probe);
        int count = probe.Units.Count;
        if (count > MostTokens)
            throw new InputException(
                $"Exact Shapley values take 2^M passes: the text has {count} words or tokens, expected at most {MostTokens}; shapley-sampling estimates them.");
        double[] values = ValuesOf(probe);
        return Coalitions.Scores(probe, Of(values, count), values[^1] - values[0]);
    }

    /// <summary>v of each of the 2^M sets; token j is in set number S where bit j of S is 1.</summary>
    internal static double[] ValuesOf(ITextProbe probe) =>
        probe.Values(Enumerable.Range(0, 1 << probe.Units.Count).Select(set => Coalitions.Of(probe, j => (set >> j & 1) != 0)), 1 << probe.Units.Count);

    /// <summary>Shapley values of a game.</summary>
    /// <param name="values">v of each set; player j is in set number S where bit j of S is 1.</param>
    /// <param name="players">M.</param>
    internal static double[] Of(double[] values, int players)
    {
        double[] weights = Weights(players), scores = new double[players];
        for (int set = 0; set < values.Length; set++)
            for (int i = 0; i < players; i++)
                if ((set >> i & 1) == 0)
                    scores[i] += weights[BitOperations.PopCount((uint)set)] * (values[set | 1 << i] - values[set]);
        return scores;
    }

    // |S|! (M − |S| − 1)! / M! = 1 / (M · C(M − 1, |S|)) for |S| = 0 … M − 1.
    private static double[] Weights(int players)
    {
        var weights = new double[players];
        double chosen = 1;
        for (int size = 0; size < players; size++)
        {
            weights[size] = 1 / (players * chosen);
            chosen = chosen * (players - 1 - size) / (size + 1);
        }
        return weights;
    }
}

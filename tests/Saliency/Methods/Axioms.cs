using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Saliency.Methods;

/// <summary>What methods promise of every model, tried on models that are drawn.</summary>
internal static class Axioms
{
    private const int First = 10;

    /// <summary>A model with an answer of its own, from 0 to 1, for every text.</summary>
    public static Func<int[], double> Drawn(int seed)
    {
        var random = new Random(seed);
        var known = new Dictionary<string, double>();
        return ids =>
        {
            string key = string.Join(' ', ids);
            return known.TryGetValue(key, out double value) ? value : known[key] = random.NextDouble();
        };
    }

    /// <summary>Linearity: 3 f − 2 g has 3 times the scores of f less 2 times those of g.</summary>
    public static void IsLinear(IInputMethod method, int seed, int tokens, ExplainOptions? options = null)
    {
        Func<int[], double> f = Drawn(seed), g = Drawn(seed + 1);
        double[] mixed = Score(method, tokens, ids => 3 * f(ids) - 2 * g(ids), options), ofF = Score(method, tokens, f, options);
        double[] expected = [.. ofF.Zip(Score(method, tokens, g, options), (a, b) => 3 * a - 2 * b)];
        Close.Check<double>(mixed, expected, 1e-6, $"{method.Info.Name} of a sum");
    }

    /// <summary>Efficiency: scores add up to f of all tokens less f of none.</summary>
    public static void IsEfficient(IInputMethod method, int seed, int tokens, ExplainOptions? options = null)
    {
        var f = Drawn(seed);
        double[] scores = Score(method, tokens, f, options);
        double all = f([0, .. Enumerable.Range(First, tokens), 2]), none = f([0, .. Enumerable.Repeat(MadeProbe.Mask, tokens), 2]);
        Assert.Equal(all - none, scores.Sum(), 1e-9);
    }

    /// <summary>Dummy: a token that the model does not look at has no score.</summary>
    public static void GivesDummiesNothing(IInputMethod method, int seed, int tokens, ExplainOptions? options = null)
    {
        var f = Drawn(seed);
        double[] scores = Score(method, tokens, ids => f([ids[0], 5, .. ids[2..]]), options);
        Assert.Equal(0, scores[1], 1e-9);
    }

    /// <summary>Symmetry: two tokens that the model cannot tell apart have one score.</summary>
    public static void TreatsEqualsEqually(IInputMethod method, int seed, int tokens, ExplainOptions? options = null)
    {
        var f = Drawn(seed);
        double[] scores = Score(method, tokens, ids => f([ids.Skip(1).Take(2).Count(id => id == MadeProbe.Mask), .. ids[3..]]), options);
        Assert.Equal(scores[1], scores[2], 1e-9);
    }

    /// <summary>Where tokens do not work together, each has what it brings: whole numbers from −9 to 9.</summary>
    public static void GivesEachItsOwn(IInputMethod method, int seed, int tokens, ExplainOptions? options = null)
    {
        var random = new Random(seed);
        int[] worth = [.. Enumerable.Range(0, tokens).Select(_ => random.Next(-9, 10))];
        double[] scores = Score(method, tokens, ids => 4 + ids.Where(id => id is >= First and < MadeProbe.Mask).Sum(id => worth[id - First]), options);
        Close.Check<double>(scores, [0, .. worth, 0], 1e-9, method.Info.Name);
    }

    private static double[] Score(IInputMethod method, int tokens, Func<int[], double> model, ExplainOptions? options) =>
        method.Score(new MadeProbe([.. Enumerable.Range(First, tokens)], model), options ?? new()).Scores;
}

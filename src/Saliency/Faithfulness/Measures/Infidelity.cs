using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Faithfulness;

/// <summary>
/// mean_r (β a_r − d_r)² over draws r of hidden tokens, a_r the sum of the hidden tokens' scores, d_r = f(x) − f(x without them), f the logit:
/// how badly sums of scores foretell what hiding does (Yeh et al. 2019). <c>plain</c> has β = 1 and so depends on the scores' unit;
/// <c>scaled</c> has the best β = Σ a_r d_r / Σ a_r², 0 where all a_r are.
/// </summary>
/// <param name="draws">How many draws.</param>
/// <param name="seed">Which ones.</param>
public sealed class Infidelity(int draws = 50, int seed = 1) : IFaithfulnessMeasure
{
    /// <summary>Its name on command lines and in results.</summary>
    public const string Name = "infidelity";

    // As LIME and its kin draw: half of the tokens, on the average.
    private const double Share = 0.5;

    /// <inheritdoc/>
    public MeasureInfo Info { get; } = new(Name, "how badly sums of scores foretell what hiding does to the logit", $"{draws}", "Yeh et al. 2019",
    [
        new($"{Name}.plain", Better.Lower, "mean squared error of the sums themselves"),
        new($"{Name}.scale", Better.Neither, "β, the factor that fits them best"),
        new($"{Name}.scaled", Better.Lower, "mean squared error after that factor"),
    ]);

    /// <inheritdoc/>
    public IReadOnlyList<Measured> Of(ITextGame game, IReadOnlyList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(game);
        return game.Inner.Count == 0 ? [] : Of(game, scores, Drawn(game.Inner));
    }

    /// <summary>The same with given draws: sets of hidden places.</summary>
    internal static IReadOnlyList<Measured> Of(ITextGame game, IReadOnlyList<double> scores, int[][] hidden)
    {
        double whole = game.Whole().Logit;
        double[] sums = [.. hidden.Select(places => places.Sum(place => scores[place]))];
        double[] falls = [.. game.Hidden(hidden).Select(answer => whole - answer.Logit)];
        double squares = sums.Sum(a => a * a), scale = squares == 0 ? 0 : sums.Zip(falls, (a, d) => a * d).Sum() / squares;
        return
        [
            new($"{Name}.plain", sums.Zip(falls, (a, d) => (a - d) * (a - d)).Average()), new($"{Name}.scale", scale),
            new($"{Name}.scaled", sums.Zip(falls, (a, d) => (scale * a - d) * (scale * a - d)).Average()),
        ];
    }

    private int[][] Drawn(IReadOnlyList<int> inner) => [.. Enumerable.Range(0, draws).Select(draw =>
    {
        ulong key = CounterRandom.Key(CounterRandom.Key((ulong)seed, 0), (ulong)draw);
        int[] places = [.. inner.Where(place => CounterRandom.Unit(key, (uint)place) < Share)];
        // At least one: a draw that hides nothing tells nothing.
        return places.Length > 0 ? places : [inner[CounterRandom.Below(CounterRandom.Key(key, 0), 0, inner.Count)]];
    })];
}

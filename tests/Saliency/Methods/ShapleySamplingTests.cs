using FsCheck.Xunit;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Saliency.Methods;

public class ShapleySamplingTests
{
    private static readonly Func<int[], double> Pair = ids => (ids.Contains(7) ? 10 : 0) + (ids.Contains(8) && ids.Contains(9) ? 6 : 0);

    [Fact]
    public void One_order_gives_each_token_what_it_adds_to_those_before_it()
    {
        double[] scores = Score(Pair, 1, seed: 3);
        Assert.Equal(10, scores[1]);
        Assert.Equal([0, 6], scores[2..4].Order()); // whoever comes second adds all of it
        Assert.Equal(0, scores[4]);
    }

    [Fact]
    public void Many_orders_come_near_to_the_exact_values()
    {
        double[] exact = new Shapley().Score(new MadeProbe([7, 8, 9, 5], Pair), new()).Scores;
        double[] few = Score(Pair, 10), many = Score(Pair, 2000);
        Assert.Equal(16, few.Sum(), 1e-9);
        Assert.Equal(16, many.Sum(), 1e-9);
        Assert.All(many.Zip(exact), pair => Assert.Equal(pair.Second, pair.First, 0.2));
        Assert.NotEqual(exact[2], Score(Pair, 3)[2]);
    }

    [Fact]
    public void A_seed_is_its_draws()
    {
        Assert.Equal(Score(Pair, 3), Score(Pair, 3));
        Assert.Contains(Enumerable.Range(2, 10), seed => !Score(Pair, 3).SequenceEqual(Score(Pair, 3, seed)));
    }

    [Fact]
    public void A_pass_is_asked_once_for_none_and_all()
    {
        var probe = new MadeProbe([7, 8, 9, 5], Pair);
        new ShapleySampling().Score(probe, Options(5, 1));
        Assert.Equal(2 + 5 * 3, probe.Asked.Count);
        Assert.Equal([0, 0], new ShapleySampling().Score(new MadeProbe([], Pair), Options(5, 1)).Scores);
    }

    [Fact]
    public void Exact_values_of_the_reference_are_met_within_what_sampling_allows()
    {
        int[] ids = [.. Golden.Tiny64.OfMethods("single.input_ids").Select(id => (int)id)];
        double[] exact = Golden.Tiny64.OfMethods("single.shapley");
        double[] scores = Golden.Tiny64.Ask(ids, (int)Golden.Tiny64.OfMethods("single.class")[0], probe => new ShapleySampling().Score(probe, Options(300, 1)).Scores);
        Assert.Equal(exact.Sum(), scores.Sum(), 1e-9);
        Close.Check<double>(scores, exact, 0.1, "after 300 orders");
    }

    [Property(MaxTest = 20)]
    public void Scores_of_few_orders_are_linear_and_efficient_and_give_dummies_nothing(int seed, byte tokens, byte samples)
    {
        int count = 1 + tokens % 6;
        var options = Options(1 + samples % 4, 1);
        Axioms.IsLinear(new ShapleySampling(), seed, count, options);
        Axioms.IsEfficient(new ShapleySampling(), seed, count, options);
        Axioms.GivesDummiesNothing(new ShapleySampling(), seed, count, options);
        Axioms.GivesEachItsOwn(new ShapleySampling(), seed, count, options);
    }

    private static double[] Score(Func<int[], double> model, int samples, int seed = 1) =>
        new ShapleySampling().Score(new MadeProbe([7, 8, 9, 5], model), Options(samples, seed)).Scores;

    private static ExplainOptions Options(int samples, int seed) =>
        new ExplainOptions().With(Sampling.Samples, samples).With(Sampling.Seed, seed);
}

using FsCheck.Xunit;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Saliency.Methods;

public class KernelShapTests
{
    private static readonly Func<int[], double> Pair = ids => (ids.Contains(7) ? 10 : 0) + (ids.Contains(8) && ids.Contains(9) ? 6 : 0);

    [Fact]
    public void Over_all_sets_it_is_the_shapley_values() =>
        Close.Check<double>(Score(Pair, 14), [0, 10, 3, 3, 0, 0], 1e-12, "all fourteen sets");

    [Property(MaxTest = 40)]
    public void Over_all_sets_it_is_the_shapley_values_of_any_game(int seed, byte tokens)
    {
        var probe = new MadeProbe([.. Enumerable.Range(10, 1 + tokens % 5)], Axioms.Drawn(seed));
        Close.Check<double>(new KernelShap().Score(probe, Options(1000, 1)).Scores, new Shapley().Score(probe, new()).Scores, 1e-9, "any game");
    }

    [Property(MaxTest = 30)]
    public void Scores_add_up_to_what_all_tokens_add_however_few_are_drawn(byte samples, byte seed)
    {
        double[] scores = Score(Pair, 1 + samples % 13, seed);
        Assert.Equal(16, scores.Sum(), 1e-9);
        Assert.Equal(scores, Score(Pair, 1 + samples % 13, seed));
    }

    [Fact]
    public void Many_draws_come_near_to_the_exact_values()
    {
        int[] inner = [.. Enumerable.Range(10, 16)];
        var probe = new MadeProbe(inner, ids => ids.Sum(id => id is >= 10 and < 26 ? id - 9.0 : 0) + (ids.Contains(10) && ids.Contains(11) ? 4 : 0));
        double[] exact = [0, .. inner.Select(id => id - 9.0 + (id < 12 ? 2 : 0)), 0];
        Assert.All(new KernelShap().Score(probe, Options(2000, 1)).Scores.Zip(exact), pair => Assert.Equal(pair.Second, pair.First, 0.5));
        Assert.Equal(2002, probe.Asked.Count);
    }

    [Fact]
    public void A_text_of_one_token_or_none_is_no_equation()
    {
        Assert.Equal([0, 10, 0], new KernelShap().Score(new MadeProbe([7], Pair), Options(5, 1)).Scores);
        Assert.Equal([0, 0], new KernelShap().Score(new MadeProbe([], Pair), Options(5, 1)).Scores);
    }

    [Fact]
    public void Given_sets_give_the_reference_s_scores()
    {
        foreach (string name in Reference.Cases)
        {
            double[] scores = Golden.Tiny64.Ask(Reference.Ids(name), Reference.Class(name), probe =>
            {
                bool[][] sets = [.. Golden.Tiny64.OfMethods(name + ".given.kernel_shap.present").Chunk(probe.Inner.Count)
                    .Select(row => Array.ConvertAll(row, there => there != 0))];
                return Coalitions.Scores(probe, KernelShap.Of(probe, sets, _ => 1)).Scores;
            });
            Close.Check<double>(scores, Golden.Tiny64.OfMethods(name + ".kernel_shap.given"), 1e-8, name);
        }
        double[] all = Golden.Tiny64.Ask(Reference.Ids("single"), Reference.Class("single"), probe => new KernelShap().Score(probe, Options(126, 1)).Scores);
        Close.Check<double>(all, Golden.Tiny64.OfMethods("single.kernel_shap.all"), 1e-8, "all sets");
    }

    [Property(MaxTest = 20)]
    public void Scores_are_linear_and_efficient_with_few_sets_and_with_all_of_them_symmetric_too(int seed, byte tokens, byte samples)
    {
        int count = 2 + tokens % 4;
        var (few, all) = (Options(1 + samples % 20, 1), Options(1000, 1));
        Axioms.IsLinear(new KernelShap(), seed, count, few);
        Axioms.IsEfficient(new KernelShap(), seed, count, few);
        Axioms.TreatsEqualsEqually(new KernelShap(), seed, count, all);
        Axioms.GivesDummiesNothing(new KernelShap(), seed, count, all);
        Axioms.GivesEachItsOwn(new KernelShap(), seed, count, all);
    }

    private static double[] Score(Func<int[], double> model, int samples, int seed = 1) =>
        new KernelShap().Score(new MadeProbe([7, 8, 9, 5], model), Options(samples, seed)).Scores;

    private static ExplainOptions Options(int samples, int seed) => new ExplainOptions().With(Sampling.Samples, samples).With(Sampling.Seed, seed);
}

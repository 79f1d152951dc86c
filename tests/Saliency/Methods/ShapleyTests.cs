using FsCheck.Xunit;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using PureSaliency.Tests.Roberta;

namespace PureSaliency.Tests.Saliency.Methods;

public class ShapleyTests
{
    [Fact]
    public void What_tokens_add_together_is_shared_by_those_who_are_needed()
    {
        // 7 is worth 10 by itself; 8 and 9 are worth 6 together and nothing alone; 5 is worth nothing.
        var probe = new MadeProbe([7, 8, 9, 5], ids => (ids.Contains(7) ? 10 : 0) + (ids.Contains(8) && ids.Contains(9) ? 6 : 0));
        Close.Check<double>(new Shapley().Score(probe, new()).Scores, [0, 10, 3, 3, 0, 0], 1e-12, "scores");
        Assert.Equal(16, probe.Asked.Count);
    }

    [Property(MaxTest = 30)]
    public void Values_are_efficient_and_symmetric_and_give_dummies_nothing(int seed, byte players)
    {
        int count = 2 + players % 6;
        var random = new Random(seed);
        double[] drawn = [.. Enumerable.Range(0, 1 << count).Select(_ => random.NextDouble())];
        // Players 0 and 1 are told apart by nobody; player 2, if there is one, changes nothing.
        double[] game = [.. Enumerable.Range(0, 1 << count).Select(set => drawn[Blind(set)])];
        double[] values = Shapley.Of(game, count);
        Assert.Equal(game[^1] - game[0], values.Sum(), 1e-12);
        Assert.Equal(values[0], values[1], 1e-12);
        if (count > 2) Assert.Equal(0, values[2], 1e-12);
    }

    [Fact]
    public void Values_are_the_reference_s()
    {
        int[] ids = [.. Golden.Tiny64.OfMethods("single.input_ids").Select(id => (int)id)];
        int target = (int)Golden.Tiny64.OfMethods("single.class")[0];
        Close.Check<double>(Golden.Tiny64.Ask(ids, target, probe => new Shapley().Score(probe, new()).Scores), Golden.Tiny64.OfMethods("single.shapley"), 1e-6, "shapley");
        Close.Check<double>(Shapley.Of(Golden.Tiny64.OfMethods("single.shapley.coalitions"), 7), Golden.Tiny64.OfMethods("single.shapley").AsSpan()[1..^1], 1e-9, "of the coalitions");
    }

    [Fact]
    public void A_text_with_too_many_tokens_is_refused_with_what_to_do() => Refused.With(
        () => new Shapley().Score(new MadeProbe([.. Enumerable.Range(3, 13)], _ => 0), new()), "has 13 words or tokens, expected at most 12", "shapley-sampling");

    [Fact]
    public void A_text_of_marks_alone_has_no_scores() => Assert.Equal([0, 0], new Shapley().Score(new MadeProbe([], _ => 1), new()).Scores);

    [Property(MaxTest = 20)]
    public void Scores_are_linear_efficient_and_symmetric_and_give_dummies_nothing(int seed, byte tokens)
    {
        int count = 2 + tokens % 4;
        Axioms.IsLinear(new Shapley(), seed, count);
        Axioms.IsEfficient(new Shapley(), seed, count);
        Axioms.TreatsEqualsEqually(new Shapley(), seed, count);
        Axioms.GivesDummiesNothing(new Shapley(), seed, count);
        Axioms.GivesEachItsOwn(new Shapley(), seed, count);
    }

    private static int Blind(int set)
    {
        int pair = (set & 1) + (set >> 1 & 1);
        return set & ~0b111 | (pair == 0 ? 0 : pair == 1 ? 1 : 3);
    }
}

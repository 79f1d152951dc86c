using FsCheck.Xunit;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Saliency.Methods;

public class OcclusionTests
{
    // Adds up the ids of the words that it sees; nobody else counts.
    private static readonly Func<int[], double> Sum = ids => ids.Where(id => id is > 2 and < MadeProbe.Mask).Sum();

    private static readonly Replacement[] Replacements = [Replacement.Mask, Replacement.Pad, Replacement.Delete];

    [Fact]
    public void A_token_has_what_the_model_loses_without_it_however_it_is_taken_away() => Assert.All(Replacements, replacement =>
        Assert.Equal([0, 10, 20, 40, 0], Score(new([10, 20, 40], Sum), Options(1, replacement))));

    [Fact]
    public void A_token_in_several_windows_has_the_mean_of_theirs() =>
        Assert.Equal([0, 30, 45, 90, 120, 0], Score(new([10, 20, 40, 80], Sum), Options(2)));

    [Fact]
    public void A_window_wider_than_the_text_holds_all_of_it() => Assert.Equal([0, 30, 30, 0], Score(new([10, 20], Sum), Options(5)));

    [Fact]
    public void A_text_of_marks_alone_has_nothing_to_take_away()
    {
        var probe = new MadeProbe([], Sum);
        Assert.Equal([0, 0], Score(probe, Options(3)));
        Assert.Empty(probe.Asked);
    }

    [Theory]
    [InlineData(Replacement.Mask, new[] { 0, 99, 20, 2 })]
    [InlineData(Replacement.Pad, new[] { 0, 1, 20, 2 })]
    [InlineData(Replacement.Delete, new[] { 0, 20, 2 })]
    public void What_takes_a_token_s_place_keeps_its_position_unless_it_is_nothing(Replacement replacement, int[] ids)
    {
        var probe = new MadeProbe([10, 20], Sum);
        Score(probe, Options(1, replacement));
        Assert.Equal(3, probe.Asked.Count);
        Assert.Equal([0, 10, 20, 2], probe.Asked[0].Ids);
        Assert.Equal(ids, probe.Asked[1].Ids);
        Assert.Equal(replacement == Replacement.Delete ? null : [2, 3, 4, 5], probe.Asked[1].Positions);
    }

    [Theory]
    [InlineData("mask.1", 1, Replacement.Mask)]
    [InlineData("mask.3", 3, Replacement.Mask)]
    [InlineData("pad.1", 1, Replacement.Pad)]
    [InlineData("delete.1", 1, Replacement.Delete)]
    public void Scores_are_the_reference_s(string entry, int window, Replacement replacement)
    {
        foreach (string name in (string[])["single", "batch0"])
        {
            int[] ids = [.. Golden.Tiny64.OfMethods($"{name}.input_ids").Select(id => (int)id)];
            double[] scores = Golden.Tiny64.Plain(Options(window, replacement), (int)Golden.Tiny64.OfMethods($"{name}.class")[0], ids)[0];
            Close.Check<double>(scores, Golden.Tiny64.OfMethods($"{name}.occlusion.{entry}"), 1e-6, $"{name}.occlusion.{entry}");
        }
    }

    [Fact]
    public void Scores_are_the_same_at_every_layer_in_any_company_and_in_passes_of_any_size()
    {
        int[] longer = [0, .. Enumerable.Range(0, 30).Select(i => 5 + i * 3), 2];
        var options = Options(2);
        double[][] alone = Golden.Tiny64.Plain(options, 1, longer);
        Assert.All(alone, layer => Assert.Equal(alone[0], layer));
        var together = Golden.Tiny64.Explain(options with { Decode = false, Rectify = Rectify.None }, 1, Golden.Ids, longer);
        Assert.Equal(alone[0], together[1].Layers[2].Positions);
    }

    [Property(MaxTest = 20)]
    public void Scores_are_linear_and_those_of_single_tokens_give_dummies_nothing(int seed, byte tokens, byte window)
    {
        int count = 1 + tokens % 6;
        Axioms.IsLinear(new Occlusion(), seed, count, Options(1 + window % 4));
        Axioms.GivesDummiesNothing(new Occlusion(), seed, count, Options(1));
        Axioms.GivesEachItsOwn(new Occlusion(), seed, count, Options(1));
    }

    private static double[] Score(MadeProbe probe, ExplainOptions options) => new Occlusion().Score(probe, options).Scores;

    private static ExplainOptions Options(int window, Replacement replacement = Replacement.Mask) =>
        new ExplainOptions { Method = Occlusion.Name }.With(Occlusion.Window, window).With(Occlusion.Replacement, replacement);
}

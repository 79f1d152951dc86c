using PureSaliency.Roberta;
using PureSaliency.Saliency.Faithfulness;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tests.Roberta;
using PureSaliency.Tests.Saliency.Methods;

namespace PureSaliency.Tests.Saliency.Faithfulness;

/// <summary>A game hides tokens in id space, asks for each set once, and says what was kept.</summary>
public class TextGameTests
{
    private static double Sum(int[] ids) => ids.Where(id => id is > 2 and < 90).Sum() - 10;

    [Theory]
    [InlineData(Replacement.Mask, new[] { 0, 99, 7, 99, 2 }, new[] { 2, 3, 4, 5, 6 })]
    [InlineData(Replacement.Pad, new[] { 0, 1, 7, 1, 2 }, new[] { 2, 3, 4, 5, 6 })]
    [InlineData(Replacement.Delete, new[] { 0, 7, 2 }, null)]
    public void What_is_hidden_is_replaced_or_gone(Replacement removal, int[] ids, int[]? positions)
    {
        var probe = new MadeProbe([5, 7, 9], Sum);
        new TextGame(probe, removal, 0, OutputKind.ExclusiveClasses).Hidden([[3, 1]]);
        Assert.Equal(ids, probe.Asked[^1].Ids);
        Assert.Equal(positions, probe.Asked[^1].Positions);
    }

    [Fact]
    public void Each_set_is_asked_for_once_whatever_its_order()
    {
        var probe = new MadeProbe([5, 7, 9], Sum);
        var game = new TextGame(probe, Replacement.Mask, 0, OutputKind.ExclusiveClasses);
        var first = game.Hidden([[1, 2], [], [2, 1], [3]]);
        var again = game.Hidden([[3], [1, 2]]);
        Assert.Equal(3, probe.Asked.Count);
        Assert.Equal([first[3], first[0]], again);
        Assert.Equal(first[0], first[2]);
    }

    [Fact]
    public void Of_classes_a_prediction_is_kept_while_its_logit_is_the_largest_and_of_equal_ones_the_first()
    {
        var game = new TextGame(new MadeProbe([5, 7, 9], Sum), Replacement.Mask, 0, OutputKind.ExclusiveClasses);
        // 11, 6, 2 and −10 beside a class of 0.
        Assert.Equal([true, true, true, false], game.Hidden([[], [1], [3], [1, 2, 3]]).Select(answer => answer.Kept));
        Assert.Equal([11, 6, 2, -10.0], game.Hidden([[], [1], [3], [1, 2, 3]]).Select(answer => answer.Logit));
        Assert.Equal(1 / (1 + Math.Exp(-2)), game.Hidden([[3]])[0].Probability, 12);
        var tie = new TextGame(new MadeProbe([5, 5], Sum), Replacement.Mask, 0, OutputKind.ExclusiveClasses);
        Assert.True(tie.Whole().Kept);
    }

    [Fact]
    public void A_label_by_itself_is_kept_while_it_is_on_the_side_where_it_was()
    {
        // −4 as it is, below one half; with a token hidden still further below.
        var game = new TextGame(new MadeProbe([6], Sum), Replacement.Mask, 0, OutputKind.IndependentLabels);
        Assert.Equal([true, true], game.Hidden([[1], []]).Select(answer => answer.Kept));
        Assert.Equal(OutputKinds.Sigmoid(-4), game.Whole().Probability);
        // 2 as it is, above one half, and −4 without its first token.
        var falls = new TextGame(new MadeProbe([6, 6], Sum), Replacement.Mask, 0, OutputKind.IndependentLabels);
        Assert.Equal([false, true], falls.Hidden([[1], []]).Select(answer => answer.Kept));
    }

    [Fact]
    public void Numbers_have_no_probability() => Refused.With(
        () => new TextGame(new MadeProbe([6], Sum), Replacement.Mask, 0, OutputKind.Value).Whole(), "Measures follow a probability");
}

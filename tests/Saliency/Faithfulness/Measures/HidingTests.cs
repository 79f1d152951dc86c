using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Tests.Saliency.Faithfulness;

public class HidingTests
{
    private static readonly double[] Scores = [0, 4, 3, 2, 1, 0];

    [Fact]
    public void Of_four_tokens_each_quarter_takes_one_from_where_it_rounds_up()
    {
        var found = new Hiding().Of(MadeGame.OfParts(0.4, 0.3, 0.2, 0.1), Scores);
        double[] expected = [1, 1, 1, .6, .6, .6, .6, .6, .3, .3, .3, .3, .3, .1, .1, .1, .1, .1, 0, 0, 0];
        Assert.Equal(expected, found.Curve("hiding.probability"));
        Assert.Equal(expected.Select(p => p >= 0.5 ? 1.0 : 0), found.Curve("hiding.kept"));
        Assert.Equal((8 - 0.5) / 20, found.Number("hiding.probability.area")); // twenty trapezoids: the sum without half of both ends
        Assert.Equal((8 - 0.5) / 20, found.Number("hiding.kept.area"));
    }

    [Fact]
    public void Equal_scores_go_to_the_earlier_place()
    {
        var found = new Hiding().Of(MadeGame.OfParts(0.1, 0.9), [7, 5, 5, 7]);
        Assert.Equal([1, .9, 0], found.Curve("hiding.probability").Distinct());
    }

    [Fact]
    public void One_token_is_hidden_from_half_on() => Assert.Equal(
        [.. Enumerable.Repeat(1.0, 10), .. Enumerable.Repeat(0.0, 11)], new Hiding().Of(MadeGame.OfParts(1), [0, 3, 0]).Curve("hiding.probability"));

    [Fact]
    public void A_text_of_added_tokens_alone_has_nothing_to_hide() => Assert.Empty(new Hiding().Of(new MadeGame(0, _ => 1), [0, 0]));
}

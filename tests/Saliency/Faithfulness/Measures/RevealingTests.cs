using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Tests.Saliency.Faithfulness;

public class RevealingTests
{
    [Fact]
    public void Of_four_tokens_each_quarter_shows_one_from_where_it_rounds_up()
    {
        var found = new Revealing().Of(MadeGame.OfParts(0.4, 0.3, 0.2, 0.1), [0, 4, 3, 2, 1, 0]);
        double[] expected = [0, 0, 0, .4, .4, .4, .4, .4, .7, .7, .7, .7, .7, .9, .9, .9, .9, .9, 1, 1, 1];
        Assert.Equal(expected, found.Curve("revealing.probability"));
        Assert.Equal([.. Enumerable.Repeat(0.0, 8), .. Enumerable.Repeat(1.0, 13)], found.Curve("revealing.kept"));
        Assert.Equal(Math.Round((expected.Sum() - 0.5) / 20, 10), found.Number("revealing.probability.area"));
        Assert.Equal((13 - 0.5) / 20, found.Number("revealing.kept.area"));
    }

    [Fact]
    public void Equal_scores_go_to_the_earlier_place() => Assert.Equal(
        [0, .1, 1], new Revealing().Of(MadeGame.OfParts(0.1, 0.9), [7, 5, 5, 7]).Curve("revealing.probability").Distinct());

    [Fact]
    public void A_text_of_added_tokens_alone_has_nothing_to_show() => Assert.Empty(new Revealing().Of(new MadeGame(0, _ => 1), [0, 0]));
}

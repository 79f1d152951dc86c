using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Tests.Saliency.Faithfulness;

public class LerfTests
{
    [Fact]
    public void Tokens_go_one_by_one_least_relevant_first()
    {
        var found = new Lerf().Of(MadeGame.OfParts(0.1, 0.5, 0.4), [0, 1, 3, 2, 0]);
        Assert.Equal([1, .9, .5, 0], found.Curve("lerf"));
        Assert.Equal(Math.Round((0.95 + 0.7 + 0.25) / 3, 10), found.Number("lerf.area"));
    }

    [Fact]
    public void Equal_scores_go_to_the_later_place() => Assert.Equal([1, .1, 0], new Lerf().Of(MadeGame.OfParts(0.1, 0.9), [0, 5, 5, 0]).Curve("lerf"));

    [Fact]
    public void A_text_of_added_tokens_alone_has_none() => Assert.Empty(new Lerf().Of(new MadeGame(0, _ => 1), [0, 0]));
}

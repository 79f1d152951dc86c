using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Tests.Saliency.Faithfulness;

public class MorfTests
{
    [Fact]
    public void Tokens_go_one_by_one_most_relevant_first()
    {
        var found = new Morf().Of(MadeGame.OfParts(0.1, 0.5, 0.4), [0, 1, 3, 2, 0]);
        Assert.Equal([1, .5, .1, 0], found.Curve("morf"));
        Assert.Equal(Math.Round((0.75 + 0.3 + 0.05) / 3, 10), found.Number("morf.area"));
    }

    [Fact]
    public void Equal_scores_go_to_the_earlier_place() => Assert.Equal([1, .9, 0], new Morf().Of(MadeGame.OfParts(0.1, 0.9), [0, 5, 5, 0]).Curve("morf"));

    [Fact]
    public void A_text_of_added_tokens_alone_has_none() => Assert.Empty(new Morf().Of(new MadeGame(0, _ => 1), [0, 0]));
}

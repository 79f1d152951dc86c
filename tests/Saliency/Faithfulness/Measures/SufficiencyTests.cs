using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Tests.Saliency.Faithfulness;

public class SufficiencyTests
{
    [Fact]
    public void Of_four_tokens_the_first_stands_alone_four_times_and_then_two()
    {
        var found = new Sufficiency().Of(MadeGame.OfParts(0.4, 0.3, 0.2, 0.1), [0, 4, 3, 2, 1, 0]);
        Assert.Equal([.6, .6, .6, .6, .3], found.Curve("sufficiency"));
        Assert.Equal(0.54, found.Number("sufficiency.mean"));
    }

    [Fact]
    public void One_token_is_all_of_it() =>
        Assert.Equal([0, 0, 0, 0, 0.0], new Sufficiency().Of(MadeGame.OfParts(1), [0, 3, 0]).Curve("sufficiency"));

    [Fact]
    public void A_text_of_added_tokens_alone_has_none() => Assert.Empty(new Sufficiency().Of(new MadeGame(0, _ => 1), [0, 0]));
}

using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Tests.Saliency.Faithfulness;

public class ComprehensivenessTests
{
    [Fact]
    public void Of_four_tokens_the_first_is_taken_four_times_and_then_two()
    {
        var found = new Comprehensiveness().Of(MadeGame.OfParts(0.4, 0.3, 0.2, 0.1), [0, 4, 3, 2, 1, 0]);
        Assert.Equal([.4, .4, .4, .4, .7], found.Curve("comprehensiveness"));
        Assert.Equal(0.46, found.Number("comprehensiveness.mean"));
    }

    [Fact]
    public void Of_twenty_tokens_shares_are_whole_numbers()
    {
        var game = MadeGame.OfParts([.. Enumerable.Repeat(0.05, 20)]);
        Assert.Equal([.05, .05, .1, .2, .5], new Comprehensiveness().Of(game, new double[22]).Curve("comprehensiveness"));
    }

    [Fact]
    public void One_token_is_all_of_it() =>
        Assert.Equal([1, 1, 1, 1, 1.0], new Comprehensiveness().Of(MadeGame.OfParts(1), [0, 3, 0]).Curve("comprehensiveness"));

    [Fact]
    public void A_text_of_added_tokens_alone_has_none() => Assert.Empty(new Comprehensiveness().Of(new MadeGame(0, _ => 1), [0, 0]));
}

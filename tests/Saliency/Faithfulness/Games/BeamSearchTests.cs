using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Tests.Saliency.Faithfulness;

public class BeamSearchTests
{
    [Fact]
    public void The_order_of_parts_is_that_of_their_size()
    {
        var game = MadeGame.OfParts(0.2, 0.4, 0.1, 0.3);
        Assert.Equal([2, 4, 1, 3], BeamSearch.Order(game, fastest: true));
        Assert.Equal([3, 1, 4, 2], BeamSearch.Order(game, fastest: false));
    }

    [Fact]
    public void A_pair_that_works_together_is_found_where_each_alone_does_little()
    {
        // Tokens 1 and 2 are a pair: without both all is lost; token 3 alone brings 0.3, and hiding it first looks best.
        var game = new MadeGame(3, hidden => hidden.Contains(1) && hidden.Contains(2) ? 0 : hidden.Contains(3) ? 0.7 : 1);
        int[] order = BeamSearch.Order(game, fastest: true);
        Assert.Equal([1, 2], order[..2].Order());
    }

    [Fact]
    public void Equal_orders_go_to_the_earlier_place_and_a_text_without_tokens_has_none()
    {
        Assert.Equal([1, 2, 3], BeamSearch.Order(new MadeGame(3, _ => 0.5), fastest: true));
        Assert.Empty(BeamSearch.Order(new MadeGame(0, _ => 0.5), fastest: true));
    }
}

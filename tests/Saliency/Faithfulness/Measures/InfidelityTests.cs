using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Tests.Saliency.Faithfulness;

public class InfidelityTests
{
    // Logits are ten times the probability: a token of part 0.4 brings 4.
    private static readonly MadeGame Game = MadeGame.OfParts(0.4, 0.3, 0.2, 0.1);

    [Fact]
    public void What_foretells_the_logit_is_not_unfaithful()
    {
        var found = new Infidelity().Of(Game, [0, 4, 3, 2, 1, 0]);
        Assert.Equal((0, 1, 0), (found.Number("infidelity.plain"), found.Number("infidelity.scale"), found.Number("infidelity.scaled")));
    }

    [Fact]
    public void A_unit_costs_only_the_plain_one()
    {
        // Half of what is true: a = d / 2, so (a − d)² is d² / 4, and β is 2.
        var found = Infidelity.Of(Game, [0, 2, 1.5, 1, .5, 0], [[1], [1, 2], [4]]);
        Assert.Equal((16 + 49 + 1) / 4.0 / 3, found.Number("infidelity.plain"), 10);
        Assert.Equal((2, 0), (found.Number("infidelity.scale"), found.Number("infidelity.scaled")));
    }

    [Fact]
    public void Scores_that_are_all_nought_fit_with_no_factor()
    {
        var found = Infidelity.Of(Game, new double[6], [[1], [3]]);
        Assert.Equal((10, 0, 10), (found.Number("infidelity.plain"), found.Number("infidelity.scale"), found.Number("infidelity.scaled")));
    }

    [Fact]
    public void Every_draw_hides_something_and_the_seed_says_what()
    {
        var asked = new List<int[]>();
        var game = new MadeGame(2, hidden =>
        {
            asked.Add(hidden);
            return 0.5;
        });
        new Infidelity(draws: 40, seed: 3).Of(game, new double[4]);
        Assert.Equal(40, asked.Count(places => places.Length > 0)); // and once the whole text
        int[][] first = [.. asked];
        asked.Clear();
        new Infidelity(draws: 40, seed: 3).Of(game, new double[4]);
        Assert.Equal(first, asked);
        asked.Clear();
        new Infidelity(draws: 40, seed: 4).Of(game, new double[4]);
        Assert.NotEqual(first, asked);
    }

    [Fact]
    public void A_text_of_added_tokens_alone_has_none() => Assert.Empty(new Infidelity().Of(new MadeGame(0, _ => 1), [0, 0]));
}

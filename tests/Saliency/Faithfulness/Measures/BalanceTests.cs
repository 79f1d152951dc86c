using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Tests.Saliency.Faithfulness;

public class BalanceTests
{
    private static readonly MadeGame Game = MadeGame.OfParts(0.4, 0.3, 0.2, 0.1);

    [Fact]
    public void It_is_revealing_less_hiding()
    {
        double[] scores = [0, 4, 3, 2, 1, 0];
        double area(IFaithfulnessMeasure measure, string of) => measure.Of(Game, scores).Number(of);
        var found = new Balance().Of(Game, scores);
        Assert.Equal(area(new Revealing(), "revealing.probability.area") - area(new Hiding(), "hiding.probability.area"), found.Number("balance"), 10);
        Assert.Equal((13 - 8) / 20.0, found.Number("balance.kept"));
    }

    [Fact]
    public void An_order_and_its_reverse_are_as_far_from_nought() => Assert.Equal(
        -new Balance().Of(Game, [0, 1, 2, 3, 4, 0]).Number("balance"), new Balance().Of(Game, [0, 4, 3, 2, 1, 0]).Number("balance"), 10);

    [Fact]
    public void All_orders_together_balance()
    {
        double[][] orders = [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]];
        var game = new MadeGame(3, hidden => hidden.Contains(2) ? 0.1 : 1 - 0.3 * hidden.Length);
        Assert.Equal(0, orders.Average(order => new Balance().Of(game, [0, .. order, 0]).Number("balance")) - Expected(game), 9);

        // Of an order at random: curves of means by the number of hidden tokens, the same both ways but for how counts round.
        static double Expected(MadeGame game)
        {
            double[] by = [1, (game.Hidden([[1]])[0].Probability * 2 + 0.1) / 3, 0.1, 0.1];
            by[2] = (game.Hidden([[1, 3]])[0].Probability + 0.2) / 3;
            double[] counts = [.. Enumerable.Range(0, 21).Select(i => (double)Ranking.Count(5 * i, 3))];
            return Ranking.Area([.. counts.Select(k => by[3 - (int)k])]) - Ranking.Area([.. counts.Select(k => by[(int)k])]);
        }
    }

    [Fact]
    public void A_text_of_added_tokens_alone_has_none() => Assert.Empty(new Balance().Of(new MadeGame(0, _ => 1), [0, 0]));
}

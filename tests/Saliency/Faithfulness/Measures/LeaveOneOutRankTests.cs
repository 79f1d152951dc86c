using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Tests.Saliency.Faithfulness;

public class LeaveOneOutRankTests
{
    private static readonly MadeGame Game = MadeGame.OfParts(0.4, 0.3, 0.2, 0.1);

    [Theory]
    [InlineData(new double[] { 0, 9, 8, 7, 6, 0 }, 1)]
    [InlineData(new double[] { 0, 6, 7, 8, 9, 0 }, -1)]
    [InlineData(new double[] { 0, 8, 9, 7, 6, 0 }, 4 / 6.0)] // one of six pairs turned
    public void It_is_the_share_of_pairs_in_order_less_that_of_pairs_turned(double[] scores, double expected) =>
        Assert.Equal(expected, new LeaveOneOutRank().Of(Game, scores).Number("kendall"), 10);

    [Fact]
    public void Pairs_that_tie_count_in_neither() => // 5 pairs in order, 1 tied in the scores: 5 / √(5 · 6)
        Assert.Equal(5 / Math.Sqrt(30), new LeaveOneOutRank().Of(Game, [0, 9, 9, 7, 6, 0]).Number("kendall"), 10);

    [Fact]
    public void Where_one_side_has_one_value_only_there_is_none()
    {
        Assert.Empty(new LeaveOneOutRank().Of(Game, [0, 1, 1, 1, 1, 0]));
        Assert.Empty(new LeaveOneOutRank().Of(new MadeGame(3, _ => 0.5), [0, 1, 2, 3, 0]));
        Assert.Empty(new LeaveOneOutRank().Of(MadeGame.OfParts(1), [0, 1, 0]));
        Assert.Empty(new LeaveOneOutRank().Of(new MadeGame(0, _ => 1), [0, 0]));
    }
}

using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Tests.Saliency.Faithfulness;

public class RankingTests
{
    [Fact]
    public void Scores_fall_and_places_of_equal_scores_rise() =>
        Assert.Equal([4, 1, 3, 2], Ranking.Of([1, 2, 3, 4], [9, 2, -1, 2, 5]));

    [Theory]
    [InlineData(0, 7, 0)]
    [InlineData(5, 10, 1)] // half up
    [InlineData(5, 9, 0)]
    [InlineData(50, 7, 4)]
    [InlineData(100, 7, 7)]
    public void A_percentage_is_rounded_half_up(int percent, int tokens, int count) => Assert.Equal(count, Ranking.Count(percent, tokens));

    [Fact]
    public void An_area_is_trapezoids() => Assert.Equal(0.5 * (1 + 0.5) / 2 + 0.5 * (0.5 + 0) / 2, Ranking.Area([1, 0.5, 0]));
}

using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Tests.Saliency.Methods;

public class RandomScoresTests
{
    [Fact]
    public void A_seed_and_a_place_are_a_score_and_added_tokens_have_none()
    {
        double[] scores = Score([7, 8, 9], 1);
        Assert.Equal(scores, Score([7, 8, 9], 1));
        Assert.Equal(scores[1..3], Score([5, 5, 5, 5], 1)[1..3]);
        Assert.NotEqual(scores, Score([7, 8, 9], 2));
        Assert.Equal((0, 0), (scores[0], scores[^1]));
        Assert.Equal(3, scores[1..^1].Distinct().Count());
    }

    [Fact]
    public void Scores_are_spread_evenly()
    {
        double[] scores = Score(new int[4000], 3)[1..^1];
        Assert.InRange(scores.Min(), 0, 0.01);
        Assert.InRange(scores.Max(), 0.99, 1);
        Assert.Equal(0.5, scores.Average(), 0.02);
    }

    private static double[] Score(int[] inner, int seed) =>
        new RandomScores().Score(new MadeProbe(inner, _ => throw new InvalidOperationException()), new ExplainOptions().With(Sampling.Seed, seed)).Scores;
}

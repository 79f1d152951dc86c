using PureSaliency.Saliency.Methods;

namespace PureSaliency.Tests.Saliency.Methods;

public class GradNormTests
{
    [Fact]
    public void A_score_is_the_length_of_the_gradient()
    {
        var scores = Views.Score(new GradNorm());
        Assert.Equal([2, Math.Sqrt(10), Math.Sqrt(72)], scores.Scores);
        Assert.Null(scores.Contributions);
    }
}

using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Tests.Saliency.Methods;

public class HotFlipTests
{
    [Theory]
    [InlineData(FlipToken.Mask, new[] { 1.0, -3 })]
    [InlineData(FlipToken.Pad, new[] { -5.0, -7 })]
    public void A_score_is_the_gradient_along_the_way_to_the_other_word(FlipToken to, double[] expected)
    {
        var view = new EmbeddingView<double>
        {
            Ids = [0, 2],
            Gradient = Views.Matrix([[1, 2], [-1, 3]]),
            Words = Views.Matrix([[2, 1], [3, 3], [1, 0], [1, 1]]),
            Token = replacement => replacement == Replacement.Pad ? 1 : 3,
        };
        Assert.Equal(expected, new HotFlip().Score(view, new ExplainOptions().With(HotFlip.To, to)).Scores);
    }

    [Fact]
    public void Every_position_s_score_is_the_reference_s_at_whatever_layer()
    {
        var options = new ExplainOptions { Method = HotFlip.Name };
        Reference.Check("hotflip.mask", 0, options);
        Reference.Check("hotflip.mask", 2, options);
    }
}

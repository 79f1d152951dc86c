using PureSaliency.Saliency;
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

    [Fact]
    public void Both_norms_are_the_reference_s_at_every_layer()
    {
        for (int l = 0; l <= Golden.Tiny64.Layers; l++)
        {
            Reference.Check($"gradient.l2.{l}", l, new() { Method = GradNorm.Name });
            Reference.Check($"gradient.l1.{l}", l, new ExplainOptions { Method = GradNorm.Name }.With(GradNorm.Norm, Norm.L1));
        }
    }
}

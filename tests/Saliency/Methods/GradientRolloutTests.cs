using FsCheck.Xunit;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Saliency.Methods;

public class GradientRolloutTests
{
    [Fact]
    public void Attention_that_its_gradient_favours_is_added_block_by_block()
    {
        // Ā = (1, 0; 0, 2) and (0, 3; 0, 0): R = (2, 0; 0, 3), then its first row + 3 times its second.
        var view = Views.Pass([Square([0.5, 0.5, 0, 1]), Square([0, 1, 0.5, 0.5])], [Square([2, -1, 9, 2]), Square([1, 3, -1, -1])]);
        Assert.Equal([2, 9], new GradientRollout().Score(view, new()).Scores);
    }

    [Fact]
    public void The_last_layer_s_scores_are_the_reference_s() =>
        Reference.Check("gradient_rollout", Golden.Tiny64.Layers, new() { Method = GradientRollout.Name });

    [Property(MaxTest = 50)]
    public void Relevance_only_grows_and_of_attention_that_no_gradient_favours_not_at_all(int seed, byte positions)
    {
        var view = Views.Drawn(seed, 1 + positions % 6);
        double[] scores = new GradientRollout().Score(view, new()).Scores;
        Assert.True(scores[0] >= 1);
        Assert.All(scores, score => Assert.True(score >= 0));
        foreach (var gradient in view.AttentionGradients)
            foreach (ref double g in gradient.Span) g = -Math.Abs(g);
        Assert.Equal([1, .. new double[scores.Length - 1]], new GradientRollout().Score(view, new()).Scores);
    }

    private static Tensor<double> Square(double[] values) => Tensor<double>.From(new(1, 2, 2), values);
}

using FsCheck.Xunit;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Saliency.Methods;

public class GradSamTests
{
    [Fact]
    public void Attention_counts_where_its_gradient_is_positive()
    {
        // One head: H = (0.5 · 4, 0; 0, 1 · 2); received and given are means over two queries or keys.
        var view = Views.Pass([Square([0.5, 0.5, 0, 1])], [Square([4, -8, 3, 2])]);
        Assert.Equal([1, 1], new GradSam().Score(view, new()).Scores);
        view = Views.Pass([Square([0.5, 0.5, 0, 1])], [Square([4, 8, 3, -2])]);
        Assert.Equal([1, 2], new GradSam().Score(view, new()).Scores);
        Assert.Equal([3, 0], new GradSam().Score(view, new ExplainOptions().With(GradSam.Side, AttentionSide.Given)).Scores);
    }

    [Fact]
    public void Both_sides_are_the_reference_s()
    {
        var options = new ExplainOptions { Method = GradSam.Name };
        Reference.Check("grad_sam.received", Golden.Tiny64.Layers, options);
        Reference.Check("grad_sam.given", Golden.Tiny64.Layers, options.With(GradSam.Side, AttentionSide.Given));
    }

    [Property(MaxTest = 50)]
    public void What_is_received_is_what_was_given(int seed, byte positions)
    {
        var view = Views.Drawn(seed, 1 + positions % 6);
        double[] received = new GradSam().Score(view, new()).Scores;
        double[] given = new GradSam().Score(view, new ExplainOptions().With(GradSam.Side, AttentionSide.Given)).Scores;
        Assert.Equal(received.Sum(), given.Sum(), 1e-12);
        Assert.All(received.Concat(given), score => Assert.True(score >= 0));
    }

    private static Tensor<double> Square(double[] values) => Tensor<double>.From(new(1, 2, 2), values);
}

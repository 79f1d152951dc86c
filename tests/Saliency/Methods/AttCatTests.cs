using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Saliency.Methods;

public class AttCatTests
{
    [Fact]
    public void Gradient_times_input_is_weighed_by_the_attention_received()
    {
        // Received (¼, ¾); products 1 · 2 + 1 · 0 and 3 · 1 − 4 · 1.
        var view = new PassView<double>
        {
            Layer = 1,
            Positions = 2,
            Attention = [Tensor<double>.From(new(1, 2, 2), [0.5, 0.5, 0, 1])],
            States = [Views.Matrix([[1, 1], [3, -4]])],
            StateGradients = [Views.Matrix([[2, 0], [1, 1]])],
        };
        Assert.Equal([0.5, -0.75], new AttCat().Score(view, new()).Scores);
    }

    [Fact]
    public void The_last_layer_s_scores_are_the_reference_s() =>
        Reference.Check("attcat", Golden.Tiny64.Layers, new() { Method = AttCat.Name });
}

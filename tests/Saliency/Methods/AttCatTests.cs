using FsCheck.Xunit;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

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

    [Property(MaxTest = 50)]
    public void Blocks_add_up_and_gradients_scale(int seed, byte positions)
    {
        var view = Views.Drawn(seed, 1 + positions % 6);
        double[] Of(Range blocks, double scale = 1) => new AttCat().Score(new PassView<double>
        {
            Layer = view.Layer,
            Positions = view.Positions,
            Attention = view.Attention.Take(blocks),
            States = [.. view.States.Take(blocks)],
            StateGradients = [.. view.StateGradients.Take(blocks).Select(g => Tensor<double>.From(g.Shape, [.. g.ToArray().Select(x => scale * x)]))],
        }, new()).Scores;
        Close.Check<double>(Of(..), [.. Of(..1).Zip(Of(1..), (a, b) => a + b)], 1e-12, "blocks");
        Close.Check<double>(Of(.., -2), [.. Of(..).Select(score => -2 * score)], 1e-12, "gradients");
    }
}

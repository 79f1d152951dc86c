using PureSaliency.Saliency;
using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Saliency.Engine;

public class LayerMixTests
{
    [Theory]
    [InlineData(0, 1, new[] { 0 })]
    [InlineData(0, 3, new[] { 0, 1 })]
    [InlineData(2, 3, new[] { 1, 2, 3 })]
    [InlineData(4, 3, new[] { 3, 4 })]
    public void Neighbours_are_those_that_exist(int layer, int mixed, int[] expected) =>
        Assert.Equal(expected, LayerMix.Of(layer, 4, new() { LayersMixed = mixed }));

    [Fact]
    public void What_is_about_the_text_alone_has_no_neighbours() =>
        Assert.Equal([2], LayerMix.Of(2, 4, new() { Method = Occlusion.Name, LayersMixed = 3 }));

    [Fact]
    public void Scores_and_contributions_are_means()
    {
        var mean = LayerMix.Mean([new([1, 2], [1, 0, 2, 0]), new([3, 6], [1, 2, 4, 2])]);
        Assert.Equal([2, 4], mean.Scores);
        Assert.Equal([1, 1, 3, 1], mean.Contributions!);
        Assert.Null(LayerMix.Mean([new([1, 2], [1, 0, 2, 0]), new([3, 6])]).Contributions);
    }

    [Fact]
    public void A_layer_asked_for_alone_has_the_mean_of_three()
    {
        var options = new ExplainOptions { Method = GradXInput.Name, Decode = false, Rectify = Rectify.None };
        double[][] own = Golden.Tiny64.Plain(options, 1, Golden.Ids);
        double[] mixed = Golden.Tiny64.Engine.Explain(
            [Golden.Ids], _ => [1], [2], options with { LayersMixed = 3 }, new(), default)[0].Layers[0].Positions;
        Close.Check<double>(mixed, [.. own[1].Select((s, n) => (s + own[2][n] + own[3][n]) / 3)], 1e-12, "mean of layers 1 to 3");
    }
}

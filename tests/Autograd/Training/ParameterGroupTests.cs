using PureSaliency.Autograd;
using PureSaliency.Autograd.Training;

namespace PureSaliency.Tests.Autograd.Training;

public sealed class ParameterGroupTests
{
    [Fact]
    public void Matrices_decay_and_rows_do_not()
    {
        Parameter<double> matrix = Recorded.Make("w", 1, 2, 3), bias = Recorded.Make("b", 2, 3), narrow = Recorded.Make("n", 3, 1, 1);
        var groups = ParameterGroup<double>.ByDimensions([bias, matrix, narrow], 0.1);
        Assert.Equal([0.1, 0], groups.Select(group => group.WeightDecay));
        Assert.Equal([1, 1], groups.Select(group => group.RateFactor));
        Assert.Equal([matrix, narrow], groups[0].Parameters);
        Assert.Equal([bias], groups[1].Parameters);
    }

    [Fact]
    public void A_kind_may_be_missing() =>
        Assert.Equal([0, 1], ParameterGroup<double>.ByDimensions([Recorded.Make("b", 1, 3)], 0.1).Select(group => group.Parameters.Count));
}

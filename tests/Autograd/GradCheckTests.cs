using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Autograd;

public sealed class GradCheckTests
{
    [Fact]
    public void All_elements_are_checked_unless_a_sample_is_asked_for()
    {
        var inputs = Inputs();
        Assert.Equal([20, 12, 3], GradCheck.Check(new Linear<double>(), inputs).Select(result => result.Checked));
        Assert.Equal([7, 7, 3], GradCheck.Check(new Linear<double>(), inputs, new() { Samples = 7 }).Select(result => result.Checked));
        Assert.Equal([0, 0, 0], GradCheck.Check(new Linear<double>(), inputs, new() { Samples = 0 }).Select(result => result.Checked));
    }

    [Fact]
    public void The_same_seed_gives_the_same_result()
    {
        var options = new GradCheckOptions { Samples = 5, Seed = 7 };
        var first = GradCheck.Check(new Linear<double>(), Inputs(), options);
        Assert.Equal(first, GradCheck.Check(new Linear<double>(), Inputs(), options));
        Assert.NotEqual(first, GradCheck.Check(new Linear<double>(), Inputs(), options with { Seed = 8 }));
    }

    [Fact]
    public void Inputs_are_put_back_to_the_bit()
    {
        var inputs = Inputs();
        double[][] before = [.. inputs.Select(input => input.ToArray())];
        GradCheck.Check(new Linear<double>(), inputs);
        for (int i = 0; i < inputs.Length; i++) Close.SameBits<double>(inputs[i].Span, before[i], $"input {i}");
    }

    [Fact]
    public void A_constant_tensor_is_refused_by_name()
    {
        var weight = Tensor<double>.From(new(2, 2), [1, 2, 3, 4], constant: true);
        var error = Assert.Throws<ArgumentException>(() => GradCheck.Check(
            tape => tape.Apply(new Gelu<double>(), tape.Leaf(weight)), [new Parameter<double>("layer.weight", weight)]));
        Assert.Equal("'layer.weight' is constant: devices may keep copies of it, so it cannot be moved.", error.Message);
    }

    [Fact]
    public void The_worst_element_is_named_with_both_derivatives()
    {
        // A wide step does no harm where GELU is a straight line, and much where it bends.
        var result = Assert.Single(GradCheck.Check(new Gelu<double>(), [Tensor<double>.From(new(3), [40, 0.5, 60])], new() { Step = 0.5 }));
        Assert.Equal(("input 0", 3, 1), (result.Variable, result.Checked, result.Worst));
        Assert.InRange(result.RelativeError, 1e-4, 1);
        Assert.NotEqual(result.Analytic, result.Numeric);
    }

    [Fact]
    public void NaN_is_the_worst_error_of_all()
    {
        var result = Assert.Single(GradCheck.Check(new Gelu<double>(), [Tensor<double>.From(new(3), [1, double.NaN, 2])]));
        Assert.False(result.RelativeError <= double.MaxValue);
    }

    [Fact]
    public void A_variable_that_does_not_matter_has_no_error()
    {
        Parameter<double> x = Recorded.Make("x", 1, 3), unused = Recorded.Make("unused", 2, 4);
        var results = GradCheck.Check(tape => tape.Apply(new Gelu<double>(), tape.Leaf(x)), [x, unused]);
        Assert.Equal(("unused", 4, 0.0), (results[1].Variable, results[1].Checked, results[1].RelativeError));
    }

    [Fact]
    public void A_sample_is_taken_where_gradients_are()
    {
        // One row of a thousand is used: a sample at random among all would compare zero with zero.
        var table = Recorded.Make("table", 1, 1000, 4);
        GradCheckResult Of(int samples) => GradCheck.Check(
            tape => tape.Apply(new Gather<double>([17]), tape.Leaf(table)), [table], new() { Samples = samples })[0];
        Assert.Equal((1, 1), (Of(1).Checked, Of(1).Informative));
        Assert.Equal((4, 4), (Of(4).Checked, Of(4).Informative));
        Assert.Equal((10, 4), (Of(10).Checked, Of(10).Informative));
    }

    [Fact]
    public void What_shows_nothing_is_counted()
    {
        Parameter<double> x = Recorded.Make("x", 1, 3), unused = Recorded.Make("unused", 2, 4);
        var results = GradCheck.Check(tape => tape.Apply(new Gelu<double>(), tape.Leaf(x)), [x, unused]);
        Assert.Equal([3, 0], results.Select(result => result.Informative));
    }

    private static Tensor<double>[] Inputs() =>
    [
        Values.Random(new(5, 4), 1).ToTensor<double>(), Values.Random(new(3, 4), 2).ToTensor<double>(),
        Values.Random(new(3), 3).ToTensor<double>(),
    ];
}

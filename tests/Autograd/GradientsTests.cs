using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Autograd;

public sealed class GradientsTests : IDisposable
{
    private readonly Recorded network = new();
    private readonly CpuDevice<double> device = new() { Poison = true };
    private readonly Tape<double> tape;
    private readonly Var output;
    private readonly Tensor<double> seed = Recorded.Ones(Recorded.N, Recorded.O);

    public GradientsTests()
    {
        tape = new(device);
        output = network.On(tape);
    }

    public void Dispose()
    {
        tape.Dispose();
        device.Dispose();
    }

    [Fact]
    public void Only_what_is_asked_is_computed()
    {
        var gradients = tape.Backward(output, seed, tape.Leaf(network.Input));
        Assert.NotNull(gradients.Find(tape.Leaf(network.Input)));
        Assert.NotNull(gradients.Find(tape.Find("hidden")));
        Assert.All(network.Parameters, parameter => Assert.Null(gradients.Find(tape.Leaf(parameter))));
        var error = Assert.Throws<KeyNotFoundException>(() => gradients[tape.Leaf(network.FirstBias)]);
        Assert.Equal("No gradient was computed for value 2 (first.bias).", error.Message);
    }

    [Fact]
    public void The_walk_stops_at_the_value_asked_for()
    {
        var hidden = tape.Find("hidden");
        var gradients = tape.Backward(output, seed, hidden);
        Assert.Equal(tape[hidden].Shape, gradients[hidden].Shape);
        for (int i = 0; i < hidden.Index; i++) Assert.Null(gradients.Find(new Var(i)));
        var deeper = tape.Backward(output, seed, tape.Leaf(network.Input));
        Assert.Equal(deeper[hidden].ToArray(), gradients[hidden].ToArray());
    }

    [Fact]
    public void What_the_output_does_not_depend_on_has_a_gradient_of_zeros()
    {
        Var apart = tape.Leaf(Recorded.Ones(4), "apart"), after = tape.Apply(new Gelu<double>(), output);
        var gradients = tape.Backward(output, seed, apart, after, tape.Leaf(network.SecondBias));
        Assert.Equal(new double[4], gradients[apart].ToArray());
        Assert.Equal(new double[Recorded.N * Recorded.O], gradients[after].ToArray());
        Assert.Equal([Recorded.N, Recorded.N], gradients[tape.Leaf(network.SecondBias)].ToArray());
    }

    [Fact]
    public void The_output_itself_has_the_seed_for_a_gradient()
    {
        var weights = Values.Random(seed.Shape, 1).ToTensor<double>();
        Assert.Equal(weights.ToArray(), tape.Backward(output, weights, output)[output].ToArray());
    }

    [Fact]
    public void Nothing_wanted_gives_nothing()
    {
        var gradients = tape.Backward(output, seed);
        Assert.All(Enumerable.Range(0, output.Index), i => Assert.Null(gradients.Find(new Var(i))));
    }

    [Fact]
    public void A_value_used_twice_gets_the_sum()
    {
        Var x = tape.Leaf(network.Input), gelu = tape.Apply(new Gelu<double>(), x), tanh = tape.Apply(new Tanh<double>(), x);
        var ones = Recorded.Ones(Recorded.K);
        var both = tape.Apply(new AddLayerNorm<double>(1e-5), gelu, tanh, tape.Leaf(ones), tape.Leaf(ones));
        var weights = Values.Random(tape[both].Shape, 1).ToTensor<double>();
        var gradients = tape.Backward(both, weights, x);
        double[] expected = [.. ByGelu().Zip(ByTanh(), (a, b) => a + b)];
        Close.Check<double>(gradients[x].Span, expected, 1e-15, "x");

        double[] ByGelu() => tape.Backward(gelu, gradients[gelu], x)[x].ToArray();
        double[] ByTanh() => tape.Backward(tanh, gradients[tanh], x)[x].ToArray();
    }

    [Fact]
    public void A_value_that_is_two_inputs_of_one_operation_gets_the_sum()
    {
        Parameter<double> rows = Recorded.Make("rows", 1, 5, 12), square = Recorded.Make("square", 2, 4, 4);
        var scale = Recorded.Make("scale", 3, 5);
        Agrees(rows, on => on.Apply(new AttentionWeights<double>(new([0, 2, 5], 3)), on.Leaf(rows), on.Leaf(rows)));
        Agrees(square, on => on.Apply(new Linear<double>(), on.Leaf(square), on.Leaf(square), on.Leaf(Recorded.Ones(4))));
        Agrees(scale, on => on.Apply(new LayerNorm<double>(1e-5), on.Leaf(network.Input), on.Leaf(scale), on.Leaf(scale)));
    }

    [Fact]
    public void A_tape_can_be_walked_again()
    {
        Var[] wanted = [tape.Leaf(network.Input), .. network.Parameters.Select(tape.Leaf)];
        var first = tape.Backward(output, seed, wanted);
        double[][] copies = [.. wanted.Select(value => first[value].ToArray())];
        var second = tape.Backward(output, seed, wanted);
        for (int i = 0; i < wanted.Length; i++)
        {
            Assert.Equal(copies[i], second[wanted[i]].ToArray());
            Assert.Equal(copies[i], first[wanted[i]].ToArray());
        }
    }

    [Fact]
    public void Values_recorded_later_have_no_gradient()
    {
        var gradients = tape.Backward(output, seed, tape.Leaf(network.Input));
        Assert.Null(gradients.Find(tape.Apply(new Tanh<double>(), output)));
    }

    [Fact]
    public void The_network_agrees_with_finite_differences() => Agrees([network.Input, .. network.Parameters], network.On);

    private static void Agrees(Parameter<double> variable, Func<Tape<double>, Var> function) => Agrees([variable], function);

    private static void Agrees(IReadOnlyList<Parameter<double>> variables, Func<Tape<double>, Var> function)
    {
        foreach (var result in GradCheck.Check(function, variables))
            Assert.True(result.RelativeError <= Tolerance.Differences, $"{result}");
    }
}

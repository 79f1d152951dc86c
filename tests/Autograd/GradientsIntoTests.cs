using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Autograd;

/// <summary>Gradients of parameters in tensors that the caller gives.</summary>
public sealed class GradientsIntoTests : IDisposable
{
    private readonly Recorded network = new();
    private readonly CpuDevice<double> device = new(1) { Poison = true };
    private readonly Tensor<double> seed = Values.Random(new(Recorded.N, Recorded.O), 9).ToTensor<double>();
    private readonly Parameter<double> apart = Recorded.Make("apart", 7, 4);

    private Parameter<double>[] All => [.. network.Parameters, apart];

    public void Dispose() => device.Dispose();

    [Fact]
    public void The_first_time_they_are_stored_over_garbage()
    {
        var given = Given(_ => double.NaN);
        Backward(given, accumulate: false);
        Assert.All(All, parameter => Close.SameBits<double>(given[parameter].Span, Expected(parameter), parameter.Name));
    }

    [Fact]
    public void Later_they_are_added()
    {
        var given = Given(i => 1.5 - i);
        Backward(given, accumulate: true);
        foreach (var parameter in All)
            Close.Check<double>(given[parameter].Span, [.. Expected(parameter).Select((x, i) => x + 1.5 - i)], 1e-14, parameter.Name);
    }

    [Fact]
    public void What_the_output_does_not_depend_on_gets_zeros_or_stays()
    {
        var given = Given(_ => double.NaN);
        Backward(given, accumulate: false);
        Assert.Equal(new double[4], given[apart].ToArray());
        given[apart].Span.Fill(3);
        Backward(given, accumulate: true);
        Assert.Equal([3, 3, 3, 3], given[apart].ToArray());
    }

    [Theory]
    [InlineData(false, double.NaN), InlineData(true, 2)]
    public void A_parameter_used_twice_gets_the_sum(bool accumulate, double before)
    {
        using var tape = new Tape<double>(device);
        var (twice, linear) = (Recorded.Make("twice", 1, 3, 3), new Linear<double>());
        Var x = tape.Leaf(twice), bias = tape.Leaf(Recorded.Make("bias", 2, 3));
        var output = tape.Apply(linear, tape.Apply(linear, x, x, bias), x, bias);
        var weights = Values.Random(new(3, 3), 3).ToTensor<double>();
        var given = Tensor<double>.From(new(3, 3), [.. Enumerable.Repeat(before, 9)]);
        double[] expected = tape.Backward(output, weights, x)[x].ToArray();
        tape.Backward(output, weights, [(twice, given)], accumulate);
        Close.Check<double>(given.Span, [.. expected.Select(gradient => accumulate ? gradient + before : gradient)], 1e-14, "twice");
    }

    private Dictionary<Parameter<double>, Tensor<double>> Given(Func<int, double> contents) => All.ToDictionary(
        parameter => parameter,
        parameter => Tensor<double>.From(parameter.Value.Shape, [.. Enumerable.Range(0, parameter.Value.Count).Select(contents)]));

    // The tensors outlive the tape.
    private void Backward(Dictionary<Parameter<double>, Tensor<double>> given, bool accumulate)
    {
        using var tape = new Tape<double>(device);
        tape.Backward(network.On(tape), seed, given.Select(entry => (entry.Key, entry.Value)), accumulate);
    }

    private double[] Expected(Parameter<double> parameter)
    {
        using var tape = new Tape<double>(device);
        var output = network.On(tape);
        return tape.Backward(output, seed, tape.Leaf(parameter)).Fetch(tape.Leaf(parameter)).ToArray();
    }
}

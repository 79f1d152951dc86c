using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Autograd;

public sealed class FirstNotFiniteTests
{
    private readonly Recorded network = new();

    [Fact]
    public void Finite_values_give_nothing() => Assert.Null(Found());

    [Fact]
    public void A_weight_is_found_before_what_it_spoils()
    {
        network.SecondWeight.Value.Span[^1] = double.NaN;
        Assert.Equal(("given", "second.weight"), Found());
    }

    [Fact]
    public void An_operation_that_overflows_is_found()
    {
        network.Input.Value.Span.Fill(double.MaxValue);
        network.FirstWeight.Value.Span.Fill(3);
        Assert.Equal(("linear", null), Found());
    }

    [Fact]
    public void Only_computed_values_with_a_name_are_named()
    {
        using var device = new CpuDevice<double>(1);
        using var tape = new Tape<double>(device);
        var output = tape.Name(network.On(tape), "output");
        tape.Apply(new Gelu<double>(), output);
        Assert.Equal([("hidden", tape.Find("hidden")), ("output", output)], tape.Named());
    }

    private (string Operation, string? Name)? Found()
    {
        using var device = new CpuDevice<double>(1);
        using var tape = new Tape<double>(device);
        network.On(tape);
        return tape.FirstNotFinite() is { } found ? (found.Operation, found.Name) : null;
    }
}

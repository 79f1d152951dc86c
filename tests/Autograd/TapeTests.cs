using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Autograd;

public sealed class TapeTests
{
    private readonly Recorded network = new();

    [Fact]
    public void A_parameter_is_put_on_the_tape_once()
    {
        using var device = new CpuDevice<double>();
        using var tape = new Tape<double>(device);
        Assert.Equal(tape.Leaf(network.FirstBias), tape.Leaf(network.FirstBias));
        Assert.NotEqual(tape.Leaf(network.FirstBias), tape.Leaf(network.FirstBias.Value));
        Assert.NotEqual(tape.Leaf(network.FirstBias), tape.Leaf(new Parameter<double>(network.FirstBias.Name, network.FirstBias.Value)));
    }

    [Fact]
    public void Values_are_found_by_name_and_the_latest_wins()
    {
        using var device = new CpuDevice<double>();
        using var tape = new Tape<double>(device);
        var first = tape.Leaf(Recorded.Ones(1), "x");
        Assert.Equal(first, tape.Find("x"));
        var second = tape.Name(tape.Apply(new Gelu<double>(), first), "x");
        Assert.Equal(second, tape.Find("x"));
        Assert.Equal("No value on the tape is named 'y'.", Assert.Throws<KeyNotFoundException>(() => tape.Find("y")).Message);
    }

    [Fact]
    public void Shapes_that_do_not_fit_leave_the_tape_as_it_was()
    {
        using var device = new CpuDevice<double>();
        using var tape = new Tape<double>(device);
        var x = tape.Leaf(Recorded.Ones(2, 3));
        var error = Assert.Throws<ShapeException>(() => tape.Apply(new Linear<double>(), x, x, x));
        Assert.Equal("linear expects x (N, K), W (O, K), b (O), but was given [2, 3], [2, 3], [2, 3].", error.Message);
        Assert.Single(tape.Nodes);
        Assert.Equal(new Var(1), tape.Apply(new Tanh<double>(), x));
    }

    [Fact]
    public void Memory_is_used_again_pass_after_pass()
    {
        using var device = new CpuDevice<double>();
        var before = device.Mark();
        nint first = Pass(out var marked);
        for (int pass = 0; pass < 100; pass++)
        {
            Assert.Equal(first, Pass(out var mark));
            Assert.Equal(marked, mark);
            Assert.Equal(before, device.Mark());
        }

        unsafe nint Pass(out ArenaMark mark)
        {
            using var tape = new Tape<double>(device);
            var output = network.On(tape);
            tape.Backward(output, Recorded.Ones(Recorded.N, Recorded.O), tape.Leaf(network.Input));
            mark = device.Mark();
            return (nint)tape[output].Pointer;
        }
    }

    [Fact]
    public void Tapes_nest_on_one_device()
    {
        using var device = new CpuDevice<double> { Poison = true };
        using var outer = new Tape<double>(device);
        var output = network.On(outer);
        double[] expected = outer[output].ToArray();
        var mark = device.Mark();
        using (var inner = new Tape<double>(device))
        {
            Assert.Equal(expected, inner[network.On(inner)].ToArray());
            inner.Apply(new Gelu<double>(), inner.Leaf(outer[output]));
        }
        Assert.Equal(mark, device.Mark());
        Assert.Equal(expected, outer[output].ToArray());
        var gradients = outer.Backward(output, Recorded.Ones(Recorded.N, Recorded.O), outer.Leaf(network.Input));
        Assert.All(gradients[outer.Leaf(network.Input)].ToArray(), x => Assert.True(double.IsFinite(x)));
    }

    [Fact]
    public void A_cancelled_tape_stops_forward_and_backward()
    {
        using var device = new CpuDevice<double>();
        using var source = new CancellationTokenSource();
        using var tape = new Tape<double>(device, source.Token);
        var output = network.On(tape);
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => tape.Apply(new Gelu<double>(), output));
        Assert.Throws<OperationCanceledException>(
            () => tape.Backward(output, Recorded.Ones(Recorded.N, Recorded.O), tape.Leaf(network.Input)));
    }

    [Fact]
    public void A_seed_of_another_shape_is_refused()
    {
        using var device = new CpuDevice<double>();
        using var tape = new Tape<double>(device);
        var output = network.On(tape);
        var error = Assert.Throws<ShapeException>(() => tape.Backward(output, Recorded.Ones(3), output));
        Assert.Equal("Backward expects a seed of shape [3, 2], but was given [3].", error.Message);
    }
}

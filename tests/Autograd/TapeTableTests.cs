using PureSaliency.Autograd;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Autograd;

public sealed class TapeTableTests : IDisposable
{
    private readonly Recorded network = new();
    private readonly CpuDevice<double> device = new();
    private readonly Tape<double> tape;
    private readonly Var output;
    private readonly Gradients<double> gradients;

    public TapeTableTests()
    {
        tape = new(device);
        output = network.On(tape);
        gradients = tape.Backward(output, Recorded.Ones(Recorded.N, Recorded.O), tape.Leaf(network.Input));
    }

    public void Dispose()
    {
        tape.Dispose();
        device.Dispose();
    }

    [Fact]
    public void There_is_a_row_for_every_value_in_order()
    {
        var rows = tape.Rows(gradients);
        Assert.Equal(Enumerable.Range(0, 8), rows.Select(row => row.Index));
        Assert.Equal(["leaf", "leaf", "leaf", "linear", "gelu", "leaf", "leaf", "linear"], rows.Select(row => row.Op));
        Assert.Equal("first.weight", rows[1].Name);
        Assert.Equal("hidden", rows[4].Name);
        Assert.Equal(new Shape(Recorded.N, Recorded.Inner), rows[4].Shape);
        Assert.All(rows, row => Assert.True(row.Forward >= 0 && row.Backward >= 0));
    }

    [Fact]
    public void Norms_are_those_of_values_and_gradients()
    {
        var row = tape.Rows(gradients)[4];
        Assert.Equal(Norm(tape[tape.Find("hidden")]), row.Norm, 1e-14);
        Assert.Equal(Norm(gradients[tape.Find("hidden")]), row.GradientNorm!.Value, 1e-14);
        Assert.Null(tape.Rows(gradients)[1].GradientNorm);
        Assert.All(tape.Rows(), bare => Assert.Null(bare.GradientNorm));
    }

    [Fact]
    public void Print_shows_operations_and_the_leaves_that_have_a_gradient()
    {
        string[] lines = tape.Print(gradients).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["op", "leaf", "linear", "gelu", "linear"], lines.Select(line => line.Split(' ')[0]));
        Assert.Contains("input", lines[1]);
        Assert.Contains("[3, 7]", lines[3]);
        Assert.Contains(Norm(tape[tape.Find("hidden")]).ToString("0.000000"), lines[3]);
        Assert.Contains(Norm(gradients[tape.Find("hidden")]).ToString("0.000000"), lines[3]);
        Assert.Single(lines.Select(line => line.Length).Distinct());
    }

    [Fact]
    public void Print_without_gradients_has_dashes()
    {
        string[] lines = tape.Print().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.All(lines[1..], line => Assert.EndsWith(" -", line));
    }

    private static double Norm(Tensor<double> x) => Math.Sqrt(x.ToArray().Sum(element => element * element));
}

using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using PureSaliency.Tests.Roberta;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Autograd;

/// <summary>One encoder layer on a tape against the same layer in plain loops, as docs/gradient-flow.md has it.</summary>
public sealed class NaiveLayerTests(ITestOutputHelper output)
{
    private const double Epsilon = 1e-5, Bound = 1e-13;
    private const int H = 3, K = 33, Inner = 48;

    private static readonly (string Name, int[] Extents)[] Shapes =
    [
        ("Wq", [K, K]), ("bq", [K]), ("Wk", [K, K]), ("bk", [K]), ("Wv", [K, K]), ("bv", [K]), ("Wo", [K, K]), ("bo", [K]),
        ("γ1", [K]), ("β1", [K]), ("W1", [Inner, K]), ("b1", [Inner]), ("W2", [K, Inner]), ("b2", [K]), ("γ2", [K]), ("β2", [K]),
    ];

    private readonly Dictionary<string, Values> weights = Shapes.Select((weight, i) => (weight.Name, Of: Values.Random(
        new(weight.Extents), i, weight.Name[0] == 'W' ? 0.3 : 0.5, weight.Name[0] == 'γ' ? 1 : 0))).ToDictionary(w => w.Name, w => w.Of);

    [Theory]
    [InlineData(1), InlineData(7), InlineData(1, 2, 7, 19)]
    public void A_recorded_layer_agrees_with_plain_loops(params int[] lengths)
    {
        int[] bounds = Cuts.Bounds(lengths);
        Values x = Values.Random(new(bounds[^1], K), 100), dy = Values.Random(new(bounds[^1], K), 101);
        var naive = new NaiveLayer(bounds, H, Epsilon);
        var matrices = weights.ToDictionary(weight => weight.Key, weight => Matrix(weight.Value));
        var values = naive.Forward(Matrix(x), matrices);
        var expected = naive.Backward(values, matrices, Matrix(dy));

        using var device = new CpuDevice<double> { Poison = true };
        using var tape = new Tape<double>(device);
        var leaves = weights.ToDictionary(weight => weight.Key, weight => tape.Leaf(weight.Value.ToTensor<double>(), weight.Key));
        leaves["x"] = tape.Leaf(x.ToTensor<double>(), "x");
        var y = Record(tape, leaves, new(bounds, H));
        Close.Check<double>(tape[y].Span, Flat(values.Second.Y), Bound, "y");
        var gradients = tape.Backward(y, dy.ToTensor<double>(), leaves.Values);
        foreach (var (name, leaf) in leaves)
        {
            // dbk is zero: a bias of the keys shifts a row of scores as a whole. Hence the floor.
            double error = Close.Check<double>(gradients[leaf].Span, Flat(expected[name]), Bound, $"d{name}", floor: 1);
            output.WriteLine($"{error:E1}  d{name}");
        }
    }

    private static Var Record(Tape<double> tape, Dictionary<string, Var> w, AttentionLayout layout)
    {
        var linear = new Linear<double>();
        Var q = tape.Apply(linear, w["x"], w["Wq"], w["bq"]);
        Var k = tape.Apply(linear, w["x"], w["Wk"], w["bk"]);
        Var v = tape.Apply(linear, w["x"], w["Wv"], w["bv"]);
        Var p = tape.Apply(new AttentionWeights<double>(layout), q, k);
        Var c = tape.Apply(new AttentionContext<double>(layout), p, v);
        Var o = tape.Apply(linear, c, w["Wo"], w["bo"]);
        Var a = tape.Apply(new AddLayerNorm<double>(Epsilon), o, w["x"], w["γ1"], w["β1"]);
        Var u = tape.Apply(linear, a, w["W1"], w["b1"]);
        Var g = tape.Apply(new Gelu<double>(), u);
        Var f = tape.Apply(linear, g, w["W2"], w["b2"]);
        return tape.Apply(new AddLayerNorm<double>(Epsilon), f, a, w["γ2"], w["β2"]);
    }

    private static double[,] Matrix(Values values)
    {
        var matrix = new double[values.Shape.Rows, values.Shape.Width];
        for (int n = 0; n < matrix.GetLength(0); n++)
            for (int k = 0; k < matrix.GetLength(1); k++) matrix[n, k] = values[n, k];
        return matrix;
    }

    private static double[] Flat(double[,] matrix) => [.. matrix.Cast<double>()];
}

using FsCheck.Xunit;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Saliency.Methods;

public class LrpTests
{
    private static readonly int[][] Texts = [[0, 12, 49, 78, 85, 74, 90, 74, 2], [0, 87, 6, 104, 75, 39, 57, 76, 99, 18, 44, 2]];

    [Fact]
    public void A_product_with_weights_hands_relevance_on_in_proportion_and_its_bias_keeps_a_part()
    {
        // z = 2·3 + (−1)·4 + 5 = 7: relevance 7 = 6 of the first, −4 of the second, 5 of the bias.
        using var run = new Steps();
        Var x = run.Given([3, 4]), z = run.Tape.Apply(new Linear<double>(), x, run.Given([2, -1]), run.Given(new(1), [5]));
        Assert.Equal([2, -1], run.Back(z, x));
        Assert.Equal(5, run.Rules.Biases);
    }

    [Fact]
    public void Functions_of_one_number_hand_it_on_unchanged()
    {
        using var run = new Steps();
        Var x = run.Given([2, 0, -1]);
        Assert.Equal([Math.Tanh(2) / 2, 1, Math.Tanh(1)], run.Back(run.Tape.Apply(new Tanh<double>(), x), x));
        Assert.Equal(0.5, run.Back(run.Tape.Apply(new Gelu<double>(), x), x)[1]);
    }

    [Fact]
    public void A_standard_deviation_is_a_constant()
    {
        // Deviations −3 and 3 of standard deviation 3; γ = (2, 4): g = (2, 4), less their mean, over 3.
        using var run = new Steps();
        Var x = run.Given([1, 7]), y = run.Tape.Apply(new LayerNorm<double>(0), x, run.Given(new(2), [2, 4]), run.Given(new(2), [10, 20]));
        Assert.Equal([-1 / 3.0, 1 / 3.0], run.Back(y, x));
        Assert.Equal(30, run.Rules.Biases);
    }

    [Fact]
    public void Either_factor_of_a_computed_product_gets_half()
    {
        // One head, two places: P = (1 0; ½ ½), V = (4, 8). Derivatives are halved.
        using var run = new Steps();
        Var p = run.Given(new(4), [1, 0, 0.5, 0.5]), v = run.Given(new(2, 1), [4, 8]);
        var y = run.Tape.Apply(new AttentionContext<double>(new([0, 2], 1)), p, v);
        Assert.Equal([2, 4, 2, 4], run.Back(y, p));
        Assert.Equal([0.75, 0.25], run.Back(y, v));
    }

    [Fact]
    public void An_operation_without_a_rule_is_refused()
    {
        using var run = new Steps();
        Var x = run.Given([2, 0]), y = run.Tape.Apply(new Softmax<double>(), x);
        Assert.Contains("softmax", Assert.Throws<NotSupportedException>(() => run.Back(y, x)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("single", 0)]
    [InlineData("batch0", 1)]
    public void Every_layer_has_the_reference_s_relevance(string name, int text)
    {
        double[][] found = Golden.Tiny64.Plain(Plain, (int)Golden.Tiny64.OfMethods(name + ".class")[0], Texts[text]);
        for (int l = 0; l < found.Length; l++)
            Close.Check<double>(found[l], Golden.Tiny64.OfMethods($"{name}.lrp.{l}"), 1e-9, $"{name}.lrp.{l}");
    }

    [Theory]
    [InlineData("single", 0)]
    [InlineData("batch0", 1)]
    public void What_biases_keep_and_softmax_loses_is_accounted_for(string name, int text)
    {
        int target = (int)Golden.Tiny64.OfMethods(name + ".class")[0];
        var (scores, rules, value) = Golden.Tiny64.AskPath(Texts[text], target, 0, Lrp.Of);
        Close.Check<double>([value, scores.Scores.Sum(), rules.Biases, rules.Softmax], Golden.Tiny64.OfMethods(name + ".lrp.account"), 1e-9, "account");
    }

    [Fact]
    public void Relevance_is_conserved_at_every_layer()
    {
        foreach (var layer in Golden.Tiny64.Explain(Plain, 1, Golden.Ids)[0].Layers)
            Close.Check<double>([layer.Completeness!.Sum], [layer.Completeness.Difference], 1e-9, $"layer {layer.Layer}");
    }

    [Property(MaxTest = 10)]
    public void Relevance_of_any_text_is_conserved(int seed) => DrawnTexts.AreAccountedFor(seed, Plain);

    private static ExplainOptions Plain => new() { Method = Lrp.Name, Decode = false, Rectify = Rectify.None };

    /// <summary>Steps on a tape, walked backwards by the rules from a relevance of one for every element.</summary>
    private sealed class Steps : IDisposable
    {
        private readonly CpuDevice<double> _device = new(1);

        public Steps() => Tape = new(_device);

        public Tape<double> Tape { get; }

        public LrpRules<double> Rules { get; private set; } = new();

        public Var Given(double[] row) => Given(new(1, row.Length), row);

        public Var Given(Shape shape, double[] values) => Tape.Leaf(Tensor<double>.From(shape, values));

        public double[] Back(Var output, Var wanted)
        {
            Rules = new();
            var shape = Tape[output].Shape;
            return Tape.Backward(output, Tensor<double>.From(shape, [.. Enumerable.Repeat(1.0, shape.Count)]), Rules, wanted).Fetch(wanted).ToArray();
        }

        public void Dispose()
        {
            Tape.Dispose();
            _device.Dispose();
        }
    }
}

using FsCheck.Xunit;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Saliency.Methods;

public class DeepLiftTests
{
    private static readonly int[][] Texts = [[0, 12, 49, 78, 85, 74, 90, 74, 2], [0, 87, 6, 104, 75, 39, 57, 76, 99, 18, 44, 2]];

    [Fact]
    public void A_function_of_one_number_is_rescaled_and_near_its_reference_differentiated()
    {
        double[] found = Back((tape, x) => tape.Apply(new Tanh<double>(), x), new(2, 2), [2, 1, 0, 1 + 1e-7]);
        Assert.Equal(Math.Tanh(2) / 2, found[0], 1e-15);
        Assert.Equal(1 - Math.Tanh(1) * Math.Tanh(1), found[1], 1e-7);
        Assert.Equal(found[..2], found[2..]);
    }

    [Fact]
    public void Factors_of_a_computed_product_get_the_other_s_mean()
    {
        // One place and its reference, one head: P = 1 and 1, V = 4 and 8, so V's multiplier is 1 and P's is 6.
        using var device = new CpuDevice<double>(1);
        using var tape = new Tape<double>(device);
        Var p = tape.Leaf(Tensor<double>.From(new(2), [1, 1])), v = tape.Leaf(Tensor<double>.From(new(2, 1), [4, 8]));
        var y = tape.Apply(new AttentionContext<double>(new([0, 1, 2], 1)), p, v);
        var back = tape.Backward(y, Ones(new(2, 1)), new DeepLiftRules<double>(2), p, v);
        Assert.Equal([6, 6], back[p].ToArray());
        Assert.Equal([1, 1], back[v].ToArray());
    }

    [Fact]
    public void Every_step_accounts_for_the_difference_of_its_output()
    {
        Shape shape = new(4, 6);                                                     // two places, and two of the reference
        double[] x = [.. Enumerable.Range(0, 24).Select(i => Math.Sin(1.7 * i * i))];
        var weights = Tensor<double>.From(new(6, 6), [.. Enumerable.Range(0, 36).Select(i => Math.Cos(i * i))]);
        var (ones, zeros) = (Ones(new(6)), Tensor<double>.Zeros(new(6)));
        AttentionLayout layout = new([0, 2, 4], Heads: 2);
        Dictionary<string, Func<Tape<double>, Var, Var>> steps = new()
        {
            ["linear"] = (tape, v) => tape.Apply(new Linear<double>(), v, tape.Leaf(weights), tape.Leaf(ones)),
            ["gelu"] = (tape, v) => tape.Apply(new Gelu<double>(), v),
            ["layer norm"] = (tape, v) => tape.Apply(new LayerNorm<double>(0.1), v, tape.Leaf(ones), tape.Leaf(zeros)),
            ["add + layer norm"] = (tape, v) => tape.Apply(
                new AddLayerNorm<double>(0.1), v, tape.Apply(new Tanh<double>(), v), tape.Leaf(ones), tape.Leaf(zeros)),
            ["attention weights"] = (tape, v) => tape.Apply(new AttentionWeights<double>(layout), v, tape.Apply(new Tanh<double>(), v)),
            ["attention"] = (tape, v) => tape.Apply(
                new AttentionContext<double>(layout), tape.Apply(new AttentionWeights<double>(layout), v, v), v),
            ["gather"] = (tape, v) => tape.Apply(new Gather<double>([0, 2]), v),
        };
        foreach (var (name, step) in steps)
        {
            double[] m = Back(step, shape, x, out double difference);
            Close.Check<double>([Enumerable.Range(0, 12).Sum(i => m[i] * (x[i] - x[12 + i]))], [difference], 1e-12, name);
        }
    }

    [Theory]
    [InlineData("single", 0)]
    [InlineData("batch0", 1)]
    public void Contributions_to_the_embeddings_are_the_reference_s(string name, int text)
    {
        foreach (var baseline in (Baseline[])[Baseline.Zero, Baseline.Pad, Baseline.Mask])
        {
            string entry = $"{name}.deeplift.{baseline.ToString().ToLowerInvariant()}";
            double[] found = Golden.Tiny64.Plain(
                Plain.With(IntegratedGradients.Baseline, baseline), (int)Golden.Tiny64.OfMethods(name + ".class")[0], Texts[text])[0];
            Close.Check<double>(found, Golden.Tiny64.OfMethods(entry), 1e-9, entry);
        }
    }

    [Fact]
    public void Scores_account_for_the_difference_to_the_baseline_at_every_layer()
    {
        foreach (var layer in Golden.Tiny64.Explain(Plain.With(IntegratedGradients.Baseline, Baseline.Pad), 1, Golden.Ids)[0].Layers)
            Close.Check<double>([layer.Completeness!.Sum], [layer.Completeness.Difference], 1e-9, $"layer {layer.Layer}");
    }

    [Fact]
    public void The_mean_over_baselines_is_the_mean_of_the_scores()
    {
        var means = Golden.Tiny64.AskPath(Golden.Ids, 1, 2, probe =>
        {
            double[] one = probe.Hidden.ToArray().Select(h => h / 3).ToArray(), zero = new double[one.Length];
            PositionScores Of(params double[][] baselines) => DeepLift.Mean(probe, baselines.Length, (i, point) => baselines[i].CopyTo(point));
            return (Both: Of(one, zero), One: Of(one), Zero: Of(zero));
        });
        Close.Check<double>(means.Both.Scores, [.. means.One.Scores.Zip(means.Zero.Scores, (a, b) => (a + b) / 2)], 1e-12, "scores");
        Assert.Equal(means.Both.Completeness!.Sum, means.Both.Completeness.Difference, 1e-9);
    }

    [Property(MaxTest = 10)]
    public void Scores_of_any_text_account_for_the_difference_to_any_baseline(int seed)
    {
        foreach (var baseline in Enum.GetValues<Baseline>()) DrawnTexts.AreAccountedFor(seed, Plain.With(IntegratedGradients.Baseline, baseline));
    }

    private static ExplainOptions Plain => new() { Method = DeepLift.Name, Decode = false, Rectify = Rectify.None };

    private static Tensor<double> Ones(Shape shape) => Tensor<double>.From(shape, [.. Enumerable.Repeat(1.0, shape.Count)]);

    private static double[] Back(Func<Tape<double>, Var, Var> step, Shape shape, double[] values) => Back(step, shape, values, out _);

    // Multipliers of Σ weights ∘ y, the same weights for the point and its reference.
    private static double[] Back(Func<Tape<double>, Var, Var> step, Shape shape, double[] values, out double difference)
    {
        using var device = new CpuDevice<double>(1);
        using var tape = new Tape<double>(device);
        var x = tape.Leaf(Tensor<double>.From(shape, values));
        var y = step(tape, x);
        int half = tape[y].Count / 2;
        double[] weights = [.. Enumerable.Range(0, half).Select(i => shape.Count == 4 ? 1 : Math.Cos(3 * i))], all = tape[y].ToArray();
        difference = Enumerable.Range(0, half).Sum(i => weights[i] * (all[i] - all[half + i]));
        return tape.Backward(y, Tensor<double>.From(tape[y].Shape, [.. weights, .. weights]), new DeepLiftRules<double>(2), x).Fetch(x).ToArray();
    }
}

using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using PureSaliency.Tests.Saliency.Decoding;

namespace PureSaliency.Tests.Saliency;

/// <summary>Logit, probability and log-probability: values, closed forms of their gradients, finite differences.</summary>
public class ExplainedValueTests
{
    private static readonly Golden<double> Model = Golden.Tiny64;
    private static readonly int[][] Texts = [Golden.Ids, [0, 5, 2]];
    private static readonly int[] Targets = [1, 2];

    [Fact]
    public void Values_are_logit_probability_and_its_logarithm()
    {
        double[] logits = [1, -2, 0.5];
        double p = Math.Exp(-2) / (Math.Exp(1) + Math.Exp(-2) + Math.Exp(0.5));
        Assert.Equal(-2, ExplainedOutput<double>.ValueOf(logits, 1, ExplainedValue.Logit, OutputKind.ExclusiveClasses));
        Assert.Equal(p, ExplainedOutput<double>.ValueOf(logits, 1, ExplainedValue.Probability, OutputKind.ExclusiveClasses), 1e-15);
        Assert.Equal(Math.Log(p), ExplainedOutput<double>.ValueOf(logits, 1, ExplainedValue.LogProbability, OutputKind.ExclusiveClasses), 1e-14);
        // Far apart logits neither overflow nor lose the logarithm.
        Assert.Equal(-2000, ExplainedOutput<double>.ValueOf([1000, -1000], 1, ExplainedValue.LogProbability, OutputKind.ExclusiveClasses));
    }

    [Fact]
    public void Values_of_labels_that_do_not_exclude_each_other_look_at_their_own_logit_alone()
    {
        foreach (double other in (double[])[-3, 0, 900])
        {
            double[] logits = [other, -2, 0.5];
            double p = 1 / (1 + Math.Exp(2));
            Assert.Equal(-2, Of(ExplainedValue.Logit));
            Assert.Equal(p, Of(ExplainedValue.Probability), 1e-15);
            Assert.Equal(Math.Log(p), Of(ExplainedValue.LogProbability), 1e-15);

            double Of(ExplainedValue value) => ExplainedOutput<double>.ValueOf(logits, 1, value, OutputKind.IndependentLabels);
        }
    }

    [Fact]
    public void Gradients_of_labels_by_themselves_are_the_closed_forms_for_each_sequence_of_a_batch()
    {
        double[][] logits = Model.Engine.Logits(Texts, default);
        var logit = Explained.Gradients(Model, Texts, Targets, ExplainedValue.Logit);
        var probability = Explained.Gradients(Model, Texts, Targets, ExplainedValue.Probability, OutputKind.IndependentLabels);
        var logarithm = Explained.Gradients(Model, Texts, Targets, ExplainedValue.LogProbability, OutputKind.IndependentLabels);
        double[] p = [.. Targets.Select((c, s) => 1 / (1 + Math.Exp(-logits[s][c])))];
        for (int l = 0; l <= Model.Layers; l++)
        {
            int boundary = Texts[0].Length * Model.Model.Config.Hidden;
            Close.Check<double>(logarithm[l], [.. logit[l].Select((g, i) => g * (1 - p[i < boundary ? 0 : 1]))], 1e-12, $"log-probability at layer {l}");
            Close.Check<double>(probability[l],
                [.. logit[l].Select((g, i) => g * p[i < boundary ? 0 : 1] * (1 - p[i < boundary ? 0 : 1]))], 1e-12, $"probability at layer {l}");
        }
    }

    [Fact]
    public void A_margin_is_over_the_largest_other_logit()
    {
        Assert.Equal(-3, Of([1, -2, 0.5], 1));
        Assert.Equal(0.5, Of([1, -2, 0.5], 0));
        Assert.Equal(4, Of([-1, 3], 1));

        static double Of(double[] logits, int target) => ExplainedOutput<double>.ValueOf(logits, target, ExplainedValue.Margin, OutputKind.ExclusiveClasses);
    }

    [Fact]
    public void The_gradient_of_a_margin_is_the_logit_s_less_that_of_each_sequence_s_own_runner_up()
    {
        double[][] logits = Model.Engine.Logits(Texts, default);
        int[] others = [.. Targets.Select((c, s) => Enumerable.Range(0, 3).Where(o => o != c).MaxBy(o => logits[s][o]))];
        var (logit, other) = (Explained.Gradients(Model, Texts, Targets, ExplainedValue.Logit), Explained.Gradients(Model, Texts, others, ExplainedValue.Logit));
        var margin = Explained.Gradients(Model, Texts, Targets, ExplainedValue.Margin);
        for (int l = 0; l <= Model.Layers; l++)
            Close.Check<double>(margin[l], [.. logit[l].Zip(other[l], (a, b) => a - b)], 1e-12, $"margin at layer {l}");
    }

    [Fact]
    public void Numbers_have_no_probability()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Explained.Gradients(Model, Texts, Targets, ExplainedValue.Probability, OutputKind.Value));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExplainedOutput<double>.ValueOf([1.0], 0, ExplainedValue.LogProbability, OutputKind.Value));
    }

    [Fact]
    public void Gradients_are_the_closed_forms_for_each_sequence_of_a_batch()
    {
        double[][] logits = Model.Engine.Logits(Texts, default);
        double[][][] perClass = [.. Enumerable.Range(0, 3).Select(c => Explained.Gradients(Model, Texts, [c, c], ExplainedValue.Logit))];
        var probability = Explained.Gradients(Model, Texts, Targets, ExplainedValue.Probability);
        var logarithm = Explained.Gradients(Model, Texts, Targets, ExplainedValue.LogProbability);
        for (int l = 0; l <= Model.Layers; l++)
        {
            int boundary = Texts[0].Length * Model.Model.Config.Hidden;
            // d log p_c = dz_c − Σ_j p_j dz_j, d p_c = p_c d log p_c; for two classes p (1 − p) (dz_c − dz_other).
            double[] expected = [.. perClass[0][l].Select((_, i) =>
            {
                int text = i < boundary ? 0 : 1;
                double[] p = LmDecoderTests.Softmax(logits[text]);
                return perClass[Targets[text]][l][i] - Enumerable.Range(0, 3).Sum(c => p[c] * perClass[c][l][i]);
            })];
            Close.Check<double>(logarithm[l], expected, 1e-12, $"log-probability at layer {l}");
            double[] scaled = [.. expected.Select((g, i) =>
                g * (i < boundary ? LmDecoderTests.Softmax(logits[0])[1] : LmDecoderTests.Softmax(logits[1])[2]))];
            Close.Check<double>(probability[l], scaled, 1e-12, $"probability at layer {l}");
        }
    }

    [Theory]
    [InlineData(ExplainedValue.Logit, OutputKind.ExclusiveClasses)]
    [InlineData(ExplainedValue.Probability, OutputKind.ExclusiveClasses)]
    [InlineData(ExplainedValue.LogProbability, OutputKind.ExclusiveClasses)]
    [InlineData(ExplainedValue.Logit, OutputKind.IndependentLabels)]
    [InlineData(ExplainedValue.Probability, OutputKind.IndependentLabels)]
    [InlineData(ExplainedValue.LogProbability, OutputKind.IndependentLabels)]
    [InlineData(ExplainedValue.Logit, OutputKind.Value)]
    public void Gradients_agree_with_finite_differences_of_the_value(ExplainedValue value, OutputKind kind)
    {
        const double Step = 1e-4;
        var random = new Random(5);
        double[][] gradients = Explained.Gradients(Model, [Golden.Ids], [1], value, kind);
        foreach (var (hidden, layer) in Model.Hidden(Golden.Ids).Select((hidden, layer) => (hidden, layer)))
        {
            // Along a random direction in all of h_l.
            double[] origin = hidden.ToArray(), direction = [.. origin.Select(_ => 2 * random.NextDouble() - 1)];
            double At(double t) => Explained.Value(
                Model, Tensor<double>.From(hidden.Shape, [.. origin.Zip(direction, (x, d) => x + t * d)]), layer, 1, value, kind);
            double numeric = (8 * (At(Step) - At(-Step)) - (At(2 * Step) - At(-2 * Step))) / (12 * Step);
            double analytic = gradients[layer].Zip(direction, (g, d) => g * d).Sum();
            Assert.Equal(numeric, analytic, 1e-7 * Math.Max(1e-3, Math.Abs(analytic)));
        }
    }

    [Fact]
    public void The_engine_differentiates_the_value_it_is_asked_for()
    {
        double[] p = LmDecoderTests.Softmax(Model.Engine.Logits([Golden.Ids], default)[0]);
        var options = new ExplainOptions { Method = GradXInput.Name };
        double[][][] perClass = [.. Enumerable.Range(0, 3).Select(c => Model.Plain(options, c, Golden.Ids))];
        double[][] logarithm = Model.Plain(options with { Value = ExplainedValue.LogProbability }, 1, Golden.Ids);
        double[][] probability = Model.Plain(options with { Value = ExplainedValue.Probability }, 1, Golden.Ids);
        for (int l = 0; l <= Model.Layers; l++)
        {
            double[] expected = [.. perClass[1][l].Select((s, n) => s - Enumerable.Range(0, 3).Sum(c => p[c] * perClass[c][l][n]))];
            Close.Check<double>(logarithm[l], expected, 1e-10, $"log-probability at layer {l}");
            Close.Check<double>(probability[l], expected.Select(s => p[1] * s).ToArray(), 1e-10, $"probability at layer {l}");
        }
    }
}

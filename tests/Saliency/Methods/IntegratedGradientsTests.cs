using FsCheck.Xunit;
using PureSaliency.Autograd;
using PureSaliency.Roberta;
using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Saliency.Methods;

public class IntegratedGradientsTests(ITestOutputHelper output)
{
    [Fact]
    public void A_score_is_the_way_from_the_baseline_times_the_mean_gradient()
    {
        // f = 20 at the text and 0 at the baseline; its gradient is (1, 2, 3, 4) in the mean, and other at every point.
        var path = new MadePath<double>(Views.Matrix([[5, 6], [7, 8]]), [0, 1, 1, 1],
            point => [2 * point[0] / 5, 2, 3, 4], point => point[0] == 0 ? 0 : 20);
        var scores = new IntegratedGradients().Score(path, new ExplainOptions().With(IntegratedGradients.Steps, 4));
        Assert.Equal([[0.625, 1.625, 1.75, 1.875], [1.875, 2.875, 3.25, 3.625], [3.125, 4.125, 4.75, 5.375], [4.375, 5.375, 6.25, 7.125]], path.Asked);
        Assert.Equal([5, 10, 18, 28], scores.Contributions!);
        Assert.Equal([15, 46], scores.Scores);
        Assert.Equal(new Completeness(61, 20), scores.Completeness);
    }

    [Theory]
    [InlineData(Baseline.Zero)]
    [InlineData(Baseline.Pad)]
    public void Scores_account_for_the_change_of_the_value_the_better_the_more_steps(Baseline baseline)
    {
        double[] coarse = Gaps(baseline, 16), fine = Gaps(baseline, 64), finest = Gaps(baseline, 256);
        for (int l = 0; l < finest.Length; l++)
        {
            output.WriteLine($"layer {l}: {coarse[l]:e1} {fine[l]:e1} {finest[l]:e1}");
            Assert.True(fine[l] < coarse[l] / 4, $"layer {l}: {coarse[l]:e1} {fine[l]:e1}");
            Assert.True(finest[l] < fine[l] / 12, $"layer {l}: {fine[l]:e1} {finest[l]:e1}"); // the midpoint rule: 1/16
        }
    }

    [Theory]
    [InlineData(ExplainedValue.Logit)]
    [InlineData(ExplainedValue.Probability)]
    [InlineData(ExplainedValue.LogProbability)]
    public void The_difference_is_that_of_the_explained_value(ExplainedValue value)
    {
        var options = Options(Baseline.Pad, steps: 1) with { Value = value };
        var completeness = Golden.Tiny64.Explain(options, 1, Golden.Ids)[0].Layers[0].Completeness!;
        // Both ends are passes of their own; the pads keep the positions of the words they replace.
        var text = Batch.Of(Golden.Tiny64.Model.Config, Golden.Ids);
        int[] pads = [0, .. Enumerable.Repeat(1, Golden.Ids.Length - 2), 2];
        Assert.Equal(Value(text) - Value(text with { Ids = pads }), completeness.Difference, 1e-9);

        double Value(Batch batch)
        {
            var model = Golden.Tiny64.Model;
            using var device = new CpuDevice<double>(1);
            using var tape = new Tape<double>(device);
            var logits = model.Head.Logits(tape, model.Encoder.Run(tape, batch).Last, [0]);
            return ExplainedOutput<double>.ValueOf(tape[logits].Row(0), 1, value, model.Outputs);
        }
    }

    [Theory]
    [InlineData(Baseline.Zero, "ig_zero")]
    [InlineData(Baseline.Pad, "ig_pad")]
    public void Sixty_four_steps_from_the_embeddings_are_the_reference_s(Baseline baseline, string name)
    {
        var traced = Golden.Tiny64.Case("batch");
        double[] expected = Golden.Tiny64.Expected("batch." + name);
        var options = Options(baseline, steps: 64);
        for (int s = 0; s < traced.Sequences; s++)
        {
            int[] ids = [.. traced.Ids[s].Where((_, t) => traced.Real[s][t])];
            double[] scores = Golden.Tiny64.Plain(options, traced.Targets![s], ids)[0];
            Close.Check<double>(scores, expected.AsSpan(s * traced.Width, ids.Length), 1e-9, $"{name} of sequence {s}");
        }
    }

    [Theory]
    [InlineData(Baseline.Zero, "zero")]
    [InlineData(Baseline.Pad, "pad")]
    [InlineData(Baseline.Mask, "mask")]
    public void Sixteen_steps_from_every_baseline_are_the_reference_s(Baseline baseline, string name)
    {
        foreach (int layer in (int[])[0, 2]) Reference.Check($"integrated_gradients.{name}.{layer}", layer, Options(baseline, steps: 16));
    }

    [Property(MaxTest = 50)]
    public void Of_a_quadratic_model_one_step_is_complete(int seed, byte steps)
    {
        var path = Views.Quadratic(seed);
        var scores = new IntegratedGradients().Score(path, new ExplainOptions().With(IntegratedGradients.Steps, 1 + steps % 5));
        Assert.Equal(scores.Completeness!.Difference, scores.Completeness.Sum, 1e-9);
    }

    [Property(MaxTest = 50)]
    public void Scores_are_linear_in_the_model(int seed)
    {
        MadePath<double> f = Views.Quadratic(seed), g = Views.Quadratic(seed, models: 1), both = f.And(g);
        double[] Of(MadePath<double> path) => new IntegratedGradients().Score(path, new()).Scores;
        Close.Check<double>(Of(both), [.. Of(f).Zip(Of(g), (a, b) => a + b)], 1e-9, "of a sum");
    }

    private static double[] Gaps(Baseline baseline, int steps) =>
        [.. Golden.Tiny64.Explain(Options(baseline, steps), 1, Golden.Ids)[0].Layers
            .Select(layer => Math.Abs(layer.Completeness!.Sum - layer.Completeness.Difference))];

    private static ExplainOptions Options(Baseline baseline, int steps) =>
        new ExplainOptions { Method = IntegratedGradients.Name, Decode = false }.With(IntegratedGradients.Baseline, baseline).With(IntegratedGradients.Steps, steps);
}

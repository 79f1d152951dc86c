using FsCheck.Xunit;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Tests.Saliency.Methods;

public class GradientShapTests
{
    [Fact]
    public void A_score_is_the_way_from_the_baseline_times_the_gradient_at_drawn_points()
    {
        var path = new MadePath<double>(Views.Matrix([[4, 6], [7, 8]]), [], point => [point[0], 2, 3, 0], _ => 0);
        // From 0 at a = ½: 4 · 2 + 6 · 2 and 21. From 2 at a = 0: 2 · 2 + 4 · 2 and 15.
        var scores = GradientShap.Of(path, [0.5, 0], (sample, point) => point.Fill(2 * sample));
        Assert.Equal([[2, 3, 3.5, 4], [2, 2, 2, 2]], path.Asked);
        Assert.Equal([16, 18], scores.Scores);
    }

    [Fact]
    public void Many_draws_come_near_to_integrated_gradients()
    {
        var options = new ExplainOptions { Method = GradientShap.Name }.With(IntegratedGradients.Baseline, Baseline.Mask).With(Sampling.Samples, 2000);
        double[] drawn = Golden.Tiny64.Plain(options, 1, Golden.Ids)[0];
        double[] steps = Golden.Tiny64.Plain(options.With(IntegratedGradients.Steps, 64) with { Method = IntegratedGradients.Name }, 1, Golden.Ids)[0];
        Laws.Close.Check<double>(drawn, steps, 0.05, "after 2,000 draws");
    }

    [Fact]
    public void Given_draws_give_the_reference_s_scores() => Reference.CheckPath("gradient_shap", (name, probe) => GradientShap.Of(
        probe, Golden.Tiny64.OfMethods(name + ".given.gradient_shap.alphas"), Reference.Given(name + ".given.gradient_shap.baselines")));

    [Property(MaxTest = 50)]
    public void Of_a_linear_model_every_draw_is_complete(int seed)
    {
        var path = Views.Quadratic(seed, curved: false);
        double[] start = path.BaselineOf(Baseline.Zero), ends = path.Values(2, (i, point) => (i == 0 ? start : path.Hidden.ToArray()).CopyTo(point));
        Assert.Equal(ends[1] - ends[0], new GradientShap().Score(path, new ExplainOptions().With(Sampling.Samples, 2)).Scores.Sum(), 1e-9);
    }

    [Fact]
    public void At_the_points_of_integrated_gradients_it_is_them()
    {
        foreach (int steps in (int[])[1, 16])
        {
            var (shap, steady) = Golden.Tiny64.AskPath(Golden.Ids, 1, 1, probe => (
                GradientShap.Of(probe, [.. Enumerable.Range(0, steps).Select(i => (i + 0.5) / steps)], (_, point) => point.Clear()).Scores,
                new IntegratedGradients().Score(probe, new ExplainOptions().With(IntegratedGradients.Steps, steps)).Scores));
            Laws.Close.Check<double>(shap, steady, 1e-12, $"{steps} steps");
        }
    }
}

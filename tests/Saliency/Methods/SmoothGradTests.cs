using FsCheck.Xunit;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Tests.Saliency.Methods;

public class SmoothGradTests
{
    // Gradient (point, 3, −4, 0): at noise ±1 around h = (2, …) its mean is (2, 3, −4, 0).
    private static MadePath<double> Path => new(Views.Matrix([[2, 5], [6, 7]]), [], point => [point[0], 3, -4, 0], _ => 0);

    [Theory]
    [InlineData(GradientReading.L1, new[] { 5.0, 4 })]
    [InlineData(GradientReading.XInput, new[] { 19.0, -24 })]
    [InlineData(GradientReading.L2, new[] { 3.6055512754639891, 4 })]
    public void The_mean_gradient_is_read_in_three_ways(GradientReading reading, double[] expected) =>
        Assert.Equal(expected, SmoothGrad.Of(Path, 2, (sample, noise) => noise.Fill(sample == 0 ? 1 : -1), reading).Scores);

    [Fact]
    public void Noise_is_a_share_of_the_layer_s_range_and_drawn_by_seed()
    {
        var probe = Path;
        new SmoothGrad().Score(probe, new ExplainOptions().With(Sampling.Samples, 400).With(Noise.Size, 20));
        // The range is 2 … 7, so the deviation is 1.
        double[] drawn = [.. probe.Asked.SelectMany(point => point.Zip([2.0, 5, 6, 7], (p, h) => p - h))];
        Assert.Equal(0, drawn.Average(), 0.1);
        Assert.Equal(1, Math.Sqrt(drawn.Average(e => e * e)), 0.05);
        Assert.Equal(1600, drawn.Distinct().Count());
        var (same, other) = (Path, Path);
        new SmoothGrad().Score(same, new ExplainOptions().With(Sampling.Samples, 400).With(Noise.Size, 20));
        new SmoothGrad().Score(other, new ExplainOptions().With(Sampling.Samples, 400).With(Noise.Size, 20).With(Sampling.Seed, 2));
        Assert.Equal(probe.Asked, same.Asked);
        Assert.NotEqual(probe.Asked, other.Asked);
    }

    [Fact]
    public void Without_noise_it_is_the_gradient()
    {
        var options = new ExplainOptions { Method = SmoothGrad.Name }.With(Noise.Size, 0).With(Sampling.Samples, 2);
        double[][] smooth = Golden.Tiny64.Plain(options, 1, Golden.Ids), plain = Golden.Tiny64.Plain(new() { Method = GradNorm.Name }, 1, Golden.Ids);
        for (int l = 0; l < smooth.Length; l++) Laws.Close.Check<double>(smooth[l], plain[l], 1e-12, $"layer {l}");
    }

    [Theory]
    [InlineData(GradientReading.L2, "l2")]
    [InlineData(GradientReading.L1, "l1")]
    [InlineData(GradientReading.XInput, "x_input")]
    public void Given_noise_gives_the_reference_s_scores(GradientReading reading, string entry) => Reference.CheckPath(
        "smoothgrad." + entry, (name, probe) => SmoothGrad.Of(probe, 5, Reference.Given(name + ".given.smoothgrad.noise"), reading));

    [Property(MaxTest = 30)]
    public void Of_a_linear_model_noise_changes_nothing(int seed)
    {
        var path = Views.Quadratic(seed, curved: false);
        double[] slope = [];
        path.Gradients(1, (_, point) => point.Clear(), (_, gradient) => slope = gradient.ToArray());
        double[] expected = [.. slope.Chunk(path.Hidden.Shape[1]).Select(row => row.Sum(Math.Abs))];
        var options = new ExplainOptions().With(SmoothGrad.Reading, GradientReading.L1).With(Noise.Size, 100).With(Sampling.Samples, 3);
        Laws.Close.Check<double>(new SmoothGrad().Score(path, options).Scores, expected, 1e-9, "of a linear model");
    }
}

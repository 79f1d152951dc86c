using PureSaliency.Saliency.Methods;

namespace PureSaliency.Tests.Saliency.Methods;

public class SmoothGradSquaredTests
{
    [Theory]
    [InlineData(SquareReading.Sum, new[] { 16.0, 4 })]
    [InlineData(SquareReading.Root, new[] { 4.0, 2 })]
    public void Squares_do_not_cancel(SquareReading reading, double[] expected)
    {
        // Gradients ±4 at noise ±1, whose mean is 0.
        var path = new MadePath<double>(Views.Matrix([[0, 5], [6, 7]]), [], point => [4 * point[0], 0, 2, 0], _ => 0);
        Assert.Equal(expected, SmoothGradSquared.Of(path, 2, (sample, noise) => noise.Fill(sample == 0 ? 1 : -1), reading).Scores);
    }

    [Theory]
    [InlineData(SquareReading.Sum, "sum")]
    [InlineData(SquareReading.Root, "root")]
    public void Given_noise_gives_the_reference_s_scores(SquareReading reading, string entry) => Reference.CheckPath(
        "smoothgrad_squared." + entry, (name, probe) => SmoothGradSquared.Of(probe, 5, Reference.Given(name + ".given.smoothgrad.noise"), reading));
}

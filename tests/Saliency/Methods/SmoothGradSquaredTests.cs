using FsCheck.Xunit;
using PureSaliency.Saliency;
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

    [Property(MaxTest = 30)]
    public void The_root_of_the_mean_square_is_no_less_than_the_mean_s_length(int seed)
    {
        var path = Views.Quadratic(seed);
        double[] squares = new SmoothGradSquared().Score(path, new ExplainOptions().With(SmoothGradSquared.Reading, SquareReading.Root)).Scores;
        Assert.All(squares.Zip(new SmoothGrad().Score(path, new()).Scores), pair => Assert.True(pair.First >= pair.Second - 1e-9, $"{pair}"));
    }
}

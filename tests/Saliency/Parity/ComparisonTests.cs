using PureSaliency.Saliency.Parity;

namespace PureSaliency.Tests.Saliency.Parity;

public class ComparisonTests
{
    [Theory]
    [InlineData(1, 1, 0, 0, true)]                                // the same, without any tolerance
    [InlineData(1 + 2.3e-16, 1, 0, 0, false)]
    [InlineData(0, -0.0, 0, 0, true)]
    [InlineData(1.5, 1, 0, 0.5, true)]                            // at the border
    [InlineData(1.51, 1, 0, 0.5, false)]
    [InlineData(-3, -2, 0.5, 0, true)]                            // relative to what is expected
    [InlineData(-3, -1.9, 0.5, 0, false)]
    [InlineData(3, 2, 0.25, 0.5, true)]                           // both add up
    [InlineData(1e-9, 0, 1, 0, false)]                            // of zero a part is zero
    [InlineData(double.NaN, 1, 1, 1, false)]
    [InlineData(1, double.NaN, 1, 1, false)]
    [InlineData(double.NaN, double.NaN, 1, 1, false)]
    [InlineData(double.PositiveInfinity, 1, 1, 1, false)]
    [InlineData(1, double.PositiveInfinity, 1, 1, false)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, 1, 1, false)] // what is infinite has no difference
    public void An_element_passes_within_its_tolerance(double actual, double expected, double relative, double absolute, bool passes)
    {
        var comparison = Of([0, actual, 0], [0, expected, 0], relative, absolute);
        Assert.Equal(passes ? Verdict.Passed : Verdict.Failed, comparison.Verdict);
        Assert.Equal(passes, comparison.Worst <= 1);
        if (!passes) Assert.StartsWith("element 1 is ", comparison.Note);
    }

    [Fact]
    public void The_worst_element_is_named()
    {
        var comparison = Of([1, 5, 2.5], [0, 0, 0], 0, 1);
        Assert.Equal((5, 5), (comparison.Worst, comparison.Difference));
        Assert.Equal("element 1 is 5, expected 0", comparison.Note);
    }

    [Fact]
    public void Nan_is_worse_than_any_difference_wherever_it_stands()
    {
        foreach (double[] actual in new double[][] { [double.NaN, 9, 0], [9, 0, double.NaN] })
            Assert.Contains("is NaN", Of(actual, [0, 0, 0], 0, 1).Note);
    }

    [Fact]
    public void What_does_not_count_cannot_fail() => Assert.Equal(
        Verdict.Passed, Comparison.Of("g", "n", [double.NaN, 1], [0, 1], i => i == 1, 0, 0).Verdict);

    private static Comparison Of(double[] actual, double[] expected, double relative, double absolute) =>
        Comparison.Of("group", "name", actual, expected, _ => true, relative, absolute);
}

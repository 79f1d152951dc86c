using PureSaliency.Saliency.Faithfulness;

namespace PureSaliency.Tests.Saliency.Faithfulness;

public class BootstrapTests
{
    [Fact]
    public void A_constant_has_no_spread() => Assert.Equal(new Interval(2, 2, 2, 5), new Bootstrap(5, 200, 1).Of([2, 2, 2, 2, 2]));

    [Fact]
    public void The_interval_of_a_share_is_that_of_the_binomial()
    {
        // 400 texts, a quarter of them 1: the deviation of the mean is √(3/16 / 400) = 0.02165.
        double[] values = [.. Enumerable.Range(0, 400).Select(i => i % 4 == 0 ? 1.0 : 0)];
        var interval = new Bootstrap(400, 4000, 7).Of(values)!;
        Assert.Equal(0.25, interval.Mean);
        Assert.InRange(interval.Low, 0.25 - 2.1 * 0.02165, 0.25 - 1.8 * 0.02165);
        Assert.InRange(interval.High, 0.25 + 1.8 * 0.02165, 0.25 + 2.1 * 0.02165);
    }

    [Fact]
    public void Texts_without_a_value_are_left_out_and_where_none_has_one_there_is_no_interval()
    {
        var bootstrap = new Bootstrap(4, 500, 1);
        Assert.Equal((3.0, 2), (bootstrap.Of([2, double.NaN, 4, double.NaN])!.Mean, bootstrap.Of([2, double.NaN, 4, double.NaN])!.Texts));
        Assert.Null(bootstrap.Of([double.NaN, double.NaN, double.NaN, double.NaN]));
    }

    [Fact]
    public void Differences_are_taken_text_by_text()
    {
        double[] one = [.. Enumerable.Range(0, 100).Select(i => (double)(i * 37 % 100))], other = [.. one.Select(value => value - 0.5)];
        var difference = new Bootstrap(100, 300, 1).OfDifference(one, other)!;
        Assert.Equal(new Interval(0.5, 0.5, 0.5, 100), difference);
        Assert.True(difference.IsPositive && !difference.IsNegative);
    }

    [Fact]
    public void The_seed_says_which_draws()
    {
        double[] values = [.. Enumerable.Range(0, 50).Select(i => (double)(i * i % 17))];
        Assert.Equal(new Bootstrap(50, 100, 3).Of(values), new Bootstrap(50, 100, 3).Of(values));
        Assert.NotEqual(new Bootstrap(50, 100, 3).Of(values), new Bootstrap(50, 100, 4).Of(values));
    }
}

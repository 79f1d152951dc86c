using PureSaliency.Autograd.Training;

namespace PureSaliency.Tests.Autograd.Training;

public sealed class LinearScheduleTests
{
    [Theory]
    [InlineData(4, 10, new[] { 0.25, 0.5, 0.75, 1, 1, 5 / 6.0, 4 / 6.0, 3 / 6.0, 2 / 6.0, 1 / 6.0 })]
    [InlineData(0, 4, new[] { 1, 0.75, 0.5, 0.25 })]
    [InlineData(1, 3, new[] { 1, 1, 0.5 })]
    [InlineData(4, 4, new[] { 0.25, 0.5, 0.75, 1 })]
    [InlineData(1, 1, new[] { 1.0 })]
    [InlineData(0, 1, new[] { 1.0 })]
    public void Rates_rise_and_fall(int warmup, int updates, double[] expected)
    {
        var schedule = new LinearSchedule(0.5, warmup, updates);
        for (int t = 0; t < updates; t++) Assert.Equal(0.5 * expected[t], schedule.At(t), 1e-15);
    }

    [Fact]
    public void Behind_the_last_update_the_rate_is_0() => Assert.Equal(0, new LinearSchedule(0.5, 4, 10).At(10));
}

using PureSaliency.Roberta.Training;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class WarmupTests
{
    [Theory]
    [InlineData(150, 15), InlineData(4_999, 499), InlineData(5_000, 500), InlineData(100_000, 500), InlineData(9, 0)]
    public void A_short_run_warms_up_for_a_tenth(int updates, int expected)
    {
        var options = new TrainingOptions("out") { Updates = updates };
        Assert.Equal(expected, options.Trainer.Schedule.Warmup);
        Assert.Equal($"{expected}", options.Settings()["warmup"]);
        Assert.Equal(expected < 500, options.NotesOnRate.Any());
    }

    [Fact]
    public void What_is_told_is_done()
    {
        var options = new TrainingOptions("out") { Updates = 150, Warmup = 140 };
        Assert.Equal(140, options.Trainer.Schedule.Warmup);
        Assert.Empty(options.NotesOnRate);
        Assert.Contains("The rate rises for 150 updates and the run has 150", Assert.Single((options with { Warmup = 150 }).NotesOnRate));
        Assert.Equal("500", (options with { Warmup = 500 }).Settings()["warmup"]); // as older versions wrote it down
    }
}

using PureSaliency.Cli;
using PureSaliency.Cli.Reports;

namespace PureSaliency.Tests.Cli;

public class PaceSpec
{
    [Fact]
    public void Rates_and_the_time_left()
    {
        var pace = new Pace(Verb.Explain);
        Assert.Equal("1 explained, 1 texts/s, 20 tokens/s", pace.Advance(20, 0.25, TimeSpan.FromSeconds(1)));
        Assert.Equal("2 explained, 0.2 texts/s, 200 tokens/s, 0:10 left", pace.Advance(1980, 0.625, TimeSpan.FromSeconds(10)));
        Assert.Equal("3 explained, 0 texts/s, 0 tokens/s, 2:00:00 left", pace.Advance(0, 0.625, TimeSpan.FromHours(2)));
    }

    [Fact]
    public void An_input_of_unknown_length_has_no_end_in_sight() =>
        Assert.Equal("1 explained, 2 texts/s, 10 tokens/s", new Pace(Verb.Explain).Advance(5, null, TimeSpan.FromSeconds(0.5)));
}

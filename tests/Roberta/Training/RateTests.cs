using PureSaliency.Roberta;
using PureSaliency.Roberta.Training;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class RateTests
{
    [Theory]
    [InlineData("mini", 3.9e-4), InlineData("tiny", 7.8e-4)]
    public void The_rate_of_fine_tuning_falls_with_the_width(string size, double expected)
    {
        using var model = new TinyModel(size);
        Assert.Equal(expected, FineTuning.RateFor(model.Config));
    }
}

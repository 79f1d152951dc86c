using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Tests.Roberta;

namespace PureSaliency.Tests.Saliency;

public class LayerChoiceTests
{
    private static readonly ModelSettings None = new(null, null);

    [Fact]
    public void Auto_is_the_layer_nearest_to_seven_twelfths_of_the_depth()
    {
        for (int depth = 1; depth <= 48; depth++)
            Assert.Equal((7 * depth + 6) / 12, OptionRules.Chosen(LayerChoice.Auto, depth, None, "m"));
        Assert.Equal(7, OptionRules.Chosen(LayerChoice.Auto, 12, None, "m"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(6)]
    public void Auto_is_the_layer_stored_beside_the_model(int stored)
    {
        Assert.Equal(stored, OptionRules.Chosen(LayerChoice.Auto, 6, new(null, stored), "m"));
        Assert.Equal(5, OptionRules.Chosen(LayerChoice.At(5), 6, new(null, stored), "m"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(7)]
    public void A_stored_layer_that_the_model_has_not_is_refused(int stored) => Refused.With(
        () => OptionRules.Chosen(LayerChoice.Auto, 6, new(null, stored), "m"),
        $"puresaliency.json of 'm' names layer {stored}, expected 0 to 6");

    [Fact]
    public void Of_all_layers_the_automatic_one_is_chosen() =>
        Assert.Equal(2, OptionRules.Chosen(LayerChoice.All, 3, None, "m"));

    [Fact]
    public void Choices_print_what_can_be_typed()
    {
        Assert.Equal(["auto", "all", "0", "12"],
            new[] { LayerChoice.Auto, LayerChoice.All, LayerChoice.At(0), LayerChoice.At(12) }.Select(choice => choice.ToString()));
        Assert.Throws<ArgumentOutOfRangeException>(() => LayerChoice.At(-1));
    }
}

using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tests.Roberta;

namespace PureSaliency.Tests.Saliency;

public class LayerChoiceTests
{
    private static readonly ModelSettings None = new(null, null);

    [Fact]
    public void Auto_is_the_layer_nearest_to_seven_twelfths_of_the_depth()
    {
        for (int depth = 1; depth <= 48; depth++)
            Assert.Equal((7 * depth + 6) / 12, OptionRules.Chosen(With(LayerChoice.Auto), depth, None, "m"));
        Assert.Equal(7, OptionRules.Chosen(With(LayerChoice.Auto), 12, None, "m"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(6)]
    public void Auto_is_the_layer_stored_beside_the_model(int stored)
    {
        Assert.Equal(stored, OptionRules.Chosen(With(LayerChoice.Auto), 6, new(null, stored), "m"));
        Assert.Equal(5, OptionRules.Chosen(With(LayerChoice.At(5)), 6, new(null, stored), "m"));
    }

    [Fact]
    public void What_was_chosen_for_the_method_goes_first_decoded_or_plain()
    {
        var settings = new ModelSettings(null, 1) { Layers = new Dictionary<string, ChosenLayer> { [GradCam.Name] = new(4, "why"), ["decoded-" + AttentionRollout.Name] = new(2, null) } };
        int Auto(string method, bool decode) => OptionRules.Chosen(new() { Method = method, Decode = decode }, 6, settings, "m");
        Assert.Equal((4, 1), (Auto(GradCam.Name, false), Auto(GradCam.Name, true)));
        Assert.Equal((6, 2), (Auto(AttentionRollout.Name, false), Auto(AttentionRollout.Name, true)));
        Assert.Equal("why", OptionRules.Named(new() { Method = GradCam.Name }, settings)!.Reason);
        Assert.Null(OptionRules.Named(new() { Method = Lrp.Name }, settings));
        var wrong = settings with { Layers = new Dictionary<string, ChosenLayer> { [Lrp.Name] = new(9, null) } };
        Refused.With(() => OptionRules.Chosen(new() { Method = Lrp.Name }, 6, wrong, "m"), "names layer 9, expected 0 to 6");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(7)]
    public void A_stored_layer_that_the_model_has_not_is_refused(int stored) => Refused.With(
        () => OptionRules.Chosen(With(LayerChoice.Auto), 6, new(null, stored), "m"),
        $"puresaliency.json of 'm' names layer {stored}, expected 0 to 6");

    [Fact]
    public void Of_all_layers_the_automatic_one_is_chosen() =>
        Assert.Equal(2, OptionRules.Chosen(With(LayerChoice.All), 3, None, "m"));

    [Theory]
    [InlineData(null, false, 6)] // attention is followed through all blocks
    [InlineData(0, false, 6)]
    [InlineData(3, false, 6)]
    [InlineData(null, true, 4)] // a layer to be decoded is one that can be read
    [InlineData(3, true, 3)]
    [InlineData(0, true, 6)] // where there is no attention
    public void The_automatic_layer_of_attention_rollout_has_blocks_below(int? stored, bool decode, int layer)
    {
        var options = ExplainOptions.Paper with { Method = AttentionRollout.Name, Decode = decode };
        Assert.Equal(layer, OptionRules.Chosen(options, 6, new(null, stored), "m"));
        Assert.Equal(layer, OptionRules.Chosen(options with { Layer = LayerChoice.All }, 6, new(null, stored), "m"));
        Assert.Equal(0, OptionRules.Chosen(options with { Layer = LayerChoice.At(0) }, 6, new(null, stored), "m"));
    }

    [Fact]
    public void Choices_print_what_can_be_typed()
    {
        Assert.Equal(["auto", "all", "0", "12"],
            new[] { LayerChoice.Auto, LayerChoice.All, LayerChoice.At(0), LayerChoice.At(12) }.Select(choice => choice.ToString()));
        Assert.Throws<ArgumentOutOfRangeException>(() => LayerChoice.At(-1));
    }

    private static ExplainOptions With(LayerChoice layer) => ExplainOptions.Paper with { Layer = layer };
}

using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Options;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Tests.Saliency.Report;

public class SwitchesSpec
{
    [Fact]
    public void Names_are_those_of_the_method_page()
    {
        Assert.Equal(["none", "relu", "abs"], SwitchNames.All<Rectify>());
        Assert.Equal(["softmax", "l2", "logits"], SwitchNames.All<DecodeScale>());
        Assert.Equal(["logit", "probability", "log-probability", "margin"], SwitchNames.All<ExplainedValue>());
        Assert.Equal(["real-positions", "without-special"], SwitchNames.All<MeanOver>());
        Assert.Equal("lrp", SwitchNames.Method(new()));
        Assert.Equal("decoded-grad-cam", SwitchNames.Method(ExplainOptions.Paper));
        Assert.Empty(((string[])["decoded-grad-cam", "grad-cam", "decoded-grad-norm", "grad-norm", "decoded-grad-x-input", "grad-x-input",
            "decoded-integrated-gradients", "integrated-gradients", "decoded-attention-rollout", "attention-rollout"]).Except(SwitchNames.Methods));
    }

    [Fact]
    public void A_method_can_be_typed_back()
    {
        foreach (string name in SwitchNames.Methods)
        {
            Assert.True(SwitchNames.TryParseMethod(name, out var aggregation, out bool decode));
            Assert.Equal(name, SwitchNames.Method(new ExplainOptions { Method = aggregation, Decode = decode }));
        }
        Assert.False(SwitchNames.TryParseMethod("decoded-", out _, out _));
        Assert.False(SwitchNames.TryParseMethod(null, out _, out _));
    }

    [Fact]
    public void Every_option_is_told_and_changes_are_marked()
    {
        // Method and Decode are one switch; Settings holds those that methods declare.
        int shared = typeof(ExplainOptions).GetProperties().Count(property => property.CanWrite) - 2;
        int declared = SaliencyMethods.All.SelectMany(method => method.Info.Options).Select(option => option.Name).Distinct().Count();
        Assert.Equal(shared + declared, Switches.Of(new ExplainOptions()).Count);
        Assert.All(Switches.Of(new ExplainOptions()), s => Assert.True(s.Standard));
        Assert.Equal(["tau"], Switches.Of(new ExplainOptions { Tau = 3 }).Where(s => !s.Standard).Select(s => s.Name));
    }

    [Fact]
    public void The_line_leaves_out_what_the_method_does_not_look_at()
    {
        Assert.StartsWith("decoded-grad-cam · layer auto · target predicted · rectify relu · decode-scale softmax · tau 10",
            Switches.Line(ExplainOptions.Paper));
        string plain = Switches.Line(new ExplainOptions { Decode = false, Method = IntegratedGradients.Name });
        Assert.Contains("tau", plain); // of the words that are decoded beside it
        Assert.DoesNotContain("duplicates", plain);
        Assert.DoesNotContain("tau", Switches.Line(new ExplainOptions { Method = IntegratedGradients.Name, Top = 0 }));
        Assert.DoesNotContain("tau", Switches.Line(new ExplainOptions { Method = Occlusion.Name }));
        Assert.Contains("steps 50", plain);
    }
}

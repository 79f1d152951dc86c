using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Study;
using PureSaliency.Tests.Roberta;

namespace PureSaliency.Tests.Saliency.Study;

public class StudyMethodTests
{
    [Fact]
    public void A_name_may_carry_switches_shared_ones_and_its_own()
    {
        var method = StudyMethod.Parse("decoded-grad-cam:tau=5:rectify=relu:layer=3");
        Assert.Equal((GradCam.Name, true, 5, Rectify.Relu, 3), (method.Options.Method, method.Options.Decode, method.Options.Tau, method.Options.Rectify, method.OwnLayer));
        Assert.Equal(100, StudyMethod.Parse("lime:samples=100").Options.Get(Sampling.Samples));
        Assert.Equal(0, method.Options.Top);
        Assert.Null(StudyMethod.Parse("lrp").OwnLayer);
    }

    [Theory]
    [InlineData("lrp", true, false)]
    [InlineData("occlusion", false, false)]
    [InlineData("decoded-occlusion", true, false)]
    [InlineData("random", false, true)]
    [InlineData("random:seed=4", false, false)]
    [InlineData("smooth-grad", true, true)]
    [InlineData("oracle", false, false)]
    public void It_says_whether_it_has_layers_and_whether_it_draws_anew(string written, bool layers, bool drawn)
    {
        var method = StudyMethod.Parse(written);
        Assert.Equal((layers, drawn), (method.HasLayers, method.IsDrawn));
    }

    [Theory]
    [InlineData("grad-cm", "There is no method 'grad-cm', expected one of grad-cam,", "or oracle.")]
    [InlineData("lrp:samples=5", "'lrp:samples=5': expected NAME=VALUE, NAME being one of layer, rectify,")]
    [InlineData("lime:samples=none", "'lime:samples=none': expected a whole number from 1; found 'none'.")]
    [InlineData("lrp:rectify", "'lrp:rectify': expected NAME=VALUE")]
    [InlineData("", "There is no method ''")]
    public void What_is_wrong_is_said(string written, params string[] words) => Refused.With(() => StudyMethod.Parse(written), words);

    [Theory]
    [InlineData("auto", "auto")]
    [InlineData("all", "all")]
    [InlineData("7, 0,7", "0,7")]
    public void Layers_are_named(string written, string read) => Assert.Equal(read, StudyLayers.Parse(written).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("1,x")]
    [InlineData("-1")]
    public void Others_are_refused(string written) => Refused.With(() => StudyLayers.Parse(written), "expected auto, all, or layers from 0");
}

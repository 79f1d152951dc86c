using FsCheck.Xunit;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Saliency.Methods;

public class DeepLiftShapTests
{
    [Fact]
    public void It_is_the_mean_of_both_baselines_and_accounts_for_theirs()
    {
        var options = new ExplainOptions { Method = DeepLift.Name, Decode = false, Rectify = Rectify.None };
        double[][] zero = Golden.Tiny64.Plain(options, 1, Golden.Ids);
        double[][] pad = Golden.Tiny64.Plain(options.With(IntegratedGradients.Baseline, Baseline.Pad), 1, Golden.Ids);
        var both = Golden.Tiny64.Explain(options with { Method = DeepLiftShap.Name }, 1, Golden.Ids)[0].Layers;
        for (int l = 0; l < both.Count; l++)
        {
            Close.Check<double>(both[l].Positions, [.. zero[l].Zip(pad[l], (a, b) => (a + b) / 2)], 1e-12, $"layer {l}");
            Assert.Equal(both[l].Completeness!.Sum, both[l].Completeness!.Difference, 1e-9);
        }
        Assert.NotEqual(zero[0], pad[0]);
    }

    [Property(MaxTest = 10)]
    public void Scores_of_any_text_account_for_the_difference_to_the_mean_of_both(int seed) =>
        DrawnTexts.AreAccountedFor(seed, new() { Method = DeepLiftShap.Name });
}

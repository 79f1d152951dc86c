using PureSaliency.Saliency.Parity;

namespace PureSaliency.Tests.Gpu;

/// <summary>The whole parity with the reference, computed by kernels.</summary>
[Collection(nameof(OnOpenCl))]
public sealed class GoldenOnOpenClTests
{
    [OpenClTheory, InlineData("tiny"), InlineData("tiny64"), InlineData("wide"), InlineData("small")]
    public void Every_golden_tensor_agrees(string folder)
    {
        var comparisons = FixtureVerifier.Verify(Repository.Path("tests", "golden", folder), TestDevice.Pocl);
        Assert.Contains(comparisons, comparison => comparison.Verdict == Verdict.Passed);
        Assert.Empty(comparisons.Where(comparison => comparison.Verdict == Verdict.Failed).Select(comparison => comparison.ToString()));
    }
}

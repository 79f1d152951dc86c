using PureSaliency.Saliency.Parity;

namespace PureSaliency.Tests.Saliency.Faithfulness;

/// <summary>Measures against words that people marked, on examples worked out by hand.</summary>
public class RationaleTests
{
    [Fact]
    public void Every_example_agrees()
    {
        var all = RationaleVerifier.Verify(Repository.Path("tests", "golden", "rationales.json"));
        Assert.Equal((77, 77), (all.Count, all.Count(one => one.Verdict == Verdict.Passed)));
    }
}

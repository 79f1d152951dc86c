using PureSaliency.Saliency.Parity;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Saliency.Parity;

/// <summary>Every golden tensor within the tolerance that its manifest gives.</summary>
public class FixtureTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("tiny")]
    [InlineData("tiny64")]
    [InlineData("wide")]
    [InlineData("small")]
    [InlineData("kin/roberta-multilabel")]
    [InlineData("kin/roberta-regression")]
    public void Fixture_agrees_with_the_reference(string folder)
    {
        var comparisons = FixtureVerifier.Verify(Repository.Path("tests", "golden", folder));
        foreach (var group in comparisons.GroupBy(c => c.Group))
        {
            var worst = group.MaxBy(c => c.Worst)!;
            output.WriteLine($"{group.Key,-20} {group.Count(),4} worst {worst.Worst:0.000} {worst.Difference:e1} {worst.Name} {worst.Note}");
        }
        Assert.True(comparisons.Count(c => c.Verdict == Verdict.Passed) > 100);
        Assert.All(comparisons, c => Assert.NotEqual(Verdict.Failed, c.Verdict));
        Assert.All(comparisons, c => Assert.True(c.Verdict != Verdict.Skipped || c.Note is FixtureVerifier.SentenceNote, c.Name + ": " + c.Note));
    }
}

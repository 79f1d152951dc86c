using Xunit.Abstractions;

[assembly: TestCollectionOrderer("PureSaliency.Tests.LongestFirst", "PureSaliency.Tests")]

namespace PureSaliency.Tests;

/// <summary>Collections that take long begin first: one that began last would keep a single core busy while the other has nothing to do.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    // By what they took on two cores, longest first; all others follow.
    private static readonly string[] Long =
    [
        "OnOpenCl", ".SimulatorTests", ".HelpSpec", ".CorpusSpec", ".TrainingOwnSpec", ".TrainingStopsSpec", ".FormatsSpec", ".OwnershipSpec",
        ".OddTextsSpec", ".CaseTests", ".KillsTests", ".VerifySpec", ".OpKernelTests", ".MethodVerifierTests",
    ];

    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => Array.FindIndex(Long, name => collection.DisplayName.Contains(name, StringComparison.Ordinal)) is >= 0 and var place
            ? place : Long.Length);
}

using PureSaliency.Fuzz.Families;
using PureSaliency.Fuzz.Run;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Fuzz;

/// <summary>Twenty thousand damaged files of all families: each is read right or refused in a sentence.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Files = 20_000;
    private const ulong Seed = 1;

    [Fact]
    public void Damaged_files_are_read_right_or_refused()
    {
        var summary = new Fuzzer(new FuzzOptions(Seed) { Files = Files, Threads = 2 }, AllFamilies.List, TextWriter.Null).Run();
        output.WriteLine($"{summary}");
        Assert.True(summary.Failures == 0, $"{summary}");
        Assert.Equal(Files, summary.Files);
        foreach (var family in AllFamilies.List) // the damage reaches both
        {
            Assert.InRange(summary.Accepted(family.Name), Files / AllFamilies.List.Count / 50, Files);
            Assert.InRange(summary.Refused(family.Name), Files / AllFamilies.List.Count / 20, Files);
        }
    }
}

using PureSaliency.Fuzz.Kills;
using Xunit.Abstractions;

namespace PureSaliency.Tests.Fuzz;

/// <summary>A few of the stops that the harness makes by hundreds.</summary>
public sealed class KillsTests(ITestOutputHelper output)
{
    [Fact]
    public void Stopped_runs_go_on_to_the_same_bytes_and_harm_nothing()
    {
        if (OperatingSystem.IsWindows()) return;
        using var killer = new Killer(Work.All, 1, TextWriter.Null);
        var table = killer.Run(6);
        output.WriteLine($"{table}");
        Assert.True(table.Problems.Count == 0, $"{table}");
        Assert.True(table.Stops >= 6, $"{table}");
    }

    [Fact]
    public void A_file_that_is_torn_or_others_that_changed_would_be_found()
    {
        using var ground = new Ground();
        Assert.Null(ground.Changed());
        string whole = Made(ground, "whole", "{\"text\":\"a\"}\n", "{\"a\":1}"), run = Made(ground, "run", "{\"text\":\"a\"}\n", "{\"a\":1}");
        Assert.Empty(Left.Torn(run, whole));
        Assert.Empty(Left.Differences(run, whole));
        File.WriteAllText(Path.Combine(run, Work.Result), "{\"text\":");
        File.WriteAllText(Path.Combine(run, "training", "state.json"), "{\"a\"");
        File.WriteAllText(Path.Combine(run, "x.partial"), "");
        Assert.Equal(["out.jsonl: is not what the end has", "training/state.json"], Left.Torn(run, whole).Select(torn => torn.StartsWith("training") ? torn.Split(':')[0] : torn));
        Assert.Equal(["x.partial is left over", "out.jsonl has other bytes", "training/state.json has other bytes"], Left.Differences(run, whole));
        File.AppendAllText(ground["precious/thesis.txt"], "!");
        File.Delete(ground["out.jsonl.partial"]);
        Assert.Equal(["out.jsonl.partial", "precious/thesis.txt"], ground.Changed()!.Split(", ").Order(StringComparer.Ordinal));
    }

    private static string Made(Ground ground, string name, string result, string state)
    {
        string run = ground.Run(name);
        Directory.CreateDirectory(Path.Combine(run, "training"));
        File.WriteAllText(Path.Combine(run, Work.Result), result);
        File.WriteAllText(Path.Combine(run, "training", "state.json"), state);
        return run;
    }
}

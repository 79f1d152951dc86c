namespace PureSaliency.Tests.Cli.Process;

/// <summary>A checkpoint for which there is no room leaves what was there before it.</summary>
public sealed class FullDiskSpec : IDisposable
{
    // Room for weights and tokens, not for the optimizer's means, which are twice as long.
    private const int Kibibytes = 64;
    private readonly TrainingGround _ground = new();

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void Training_goes_on_from_the_last_checkpoint_once_there_is_room()
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(0, TrainingGround.Here(_ground.Pretrain("whole")).Code);
        Assert.Contains(
            "note: stopped before the first checkpoint; the same command with --resume begins again.", Refuses(_ground.Pretrain("out")).Error);
        Assert.Equal(0, _ground.Latest("out"));
        Assert.True(_ground.Kill(_ground.Pretrain("out", "--resume"), "out", 3, 0));
        int saved = _ground.Latest("out");
        string[] files = [_ground.Checkpoint("out", "model.safetensors"), _ground.Checkpoint("out", "optimizer.safetensors")];
        byte[][] before = [.. files.Select(File.ReadAllBytes)];
        Assert.Contains("note: stopped; the same command with --resume goes on from", Refuses(_ground.Pretrain("out", "--resume")).Error);
        Assert.Equal(saved, _ground.Latest("out"));
        Assert.Equal(before, files.Select(File.ReadAllBytes));
        Assert.Equal(0, TrainingGround.Here(_ground.Pretrain("out", "--resume")).Code);
        _ground.SameBits("whole", "out");
    }

    private Outcome Refuses(string[] args)
    {
        var outcome = Cli.RunLimited(Kibibytes, args);
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        string last = outcome.Error.TrimEnd().Split('\n')[^1];
        Assert.StartsWith("error: ", last);
        Assert.Contains("optimizer.safetensors", last);
        Assert.Contains("too large", last);
        Assert.DoesNotContain("   at ", outcome.Error);
        _ground.NoPartial("out");
        return outcome;
    }
}

using System.Text.Json.Nodes;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>Training that is killed or interrupted goes on to the very bits of a run that was not.</summary>
public sealed class TrainingStopsSpec : IDisposable
{
    private const int Kills = 3;
    private readonly TrainingGround _ground = new();

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void Pretraining_that_is_killed_at_any_moment() =>
        KilledAndResumed((output, more) => _ground.Pretrain(output, ["--updates", "60", .. more]), 60);

    [Fact]
    public void Finetuning_that_is_killed_at_any_moment_with_dropout_patience_and_best_weights()
    {
        _ground.MakeLanguage();
        KilledAndResumed((output, more) => _ground.FineTune(output, ["--passes", "8", "--patience", "9", .. more]), 45);
    }

    [Fact]
    public void Pretraining_that_is_interrupted()
    {
        string[] more = ["--updates", "900", "--evaluate-every", "300"];
        Assert.Equal(0, TrainingGround.Here(_ground.Pretrain("whole", more)).Code);
        Interrupted("INT", _ground.Pretrain("out", more), 3);
        Interrupted("TERM", _ground.Pretrain("out", [.. more, "--resume"]), _ground.Latest("out") + 1);
        Assert.Equal(0, TrainingGround.Here(_ground.Pretrain("out", [.. more, "--resume"])).Code);
        _ground.SameBits("whole", "out");
    }

    private void KilledAndResumed(Func<string, string[], string[]> args, int last)
    {
        Assert.Equal(0, TrainingGround.Here(args("whole", [])).Code);
        int seed = Random.Shared.Next(), killed = 0;
        var random = new Random(seed);
        for (int i = 0; i < Kills; i++)
        {
            int update = Math.Min(Math.Max(0, _ground.Latest("out")) + (i == 0 ? random.Next(0, 2) : random.Next(1, last / 3)), last);
            if (_ground.Kill(args("out", ["--resume", "--threads", "2"]), "out", update, random.Next(0, 40))) killed++;
        }
        Assert.True(killed > 0, $"No run was killed with the seed {seed}.");
        Assert.Equal(0, TrainingGround.Here(args("out", ["--resume", "--threads", "2"])).Code);
        _ground.SameBits("whole", "out", $"The seed of the moments is {seed}.");
        Assert.Equal(Log("whole"), Log("out"));
    }

    private void Interrupted(string signal, string[] args, int update)
    {
        using var process = TrainingGround.Start(args, out var ended);
        Signals.WaitUntil(() => _ground.Latest("out") >= update || process.HasExited, $"a checkpoint of update {update}");
        Signals.Send(process, signal);
        if (!process.WaitForExit(TimeSpan.FromSeconds(120))) process.Kill();
        var (output, error) = ended.GetAwaiter().GetResult();
        Assert.Equal((130, ""), (process.ExitCode, output));
        int saved = _ground.Latest("out");
        Assert.InRange(saved, update, 899);
        Assert.EndsWith($"update-{saved:D8}'.\n", error);
        Assert.Contains("note: stopped; the same command with --resume goes on from", error);
        _ground.NoPartial("out");
    }

    // All but the time.
    private string[] Log(string output) => [.. File.ReadLines(Path.Combine(_ground[output], "training.jsonl")).Select(line =>
    {
        var json = JsonNode.Parse(line)!.AsObject();
        json.Remove("seconds");
        return json.ToJsonString();
    })];
}

using PureSaliency.Roberta;
using PureSaliency.Roberta.Training;
using PureSaliency.Tests.Laws;
using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class TrainingRunTests : IDisposable
{
    private static readonly BatchOptions Dropping = new(4, Parts: 2, HiddenDropout: 0.1, AttentionDropout: 0.2);
    private readonly TinyModel model = new();
    private readonly Scratch scratch = new();
    private readonly PackedText text, heldOut;

    public TrainingRunTests() =>
        (text, heldOut) = (new(model.Text(1, 500), model.Tokenizer, 20, 1), new(model.Text(2, 100), model.Tokenizer, 20, 1));

    public void Dispose()
    {
        scratch.Dispose();
        model.Dispose();
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(5)]
    public void Stopped_after_an_update_and_resumed_it_comes_to_the_same_bits(int stop) => Resumed(new() { StopAfter = stop }, stop);

    [Theory]
    [InlineData(0), InlineData(3)]
    public void Stopped_within_an_update_and_resumed_it_comes_to_the_same_bits(int stop) => Resumed(new() { StopWithin = stop }, stop);

    [Fact]
    public void Stopped_again_and_again_it_comes_to_the_same_bits()
    {
        var whole = Run("whole");
        for (int stop = 1; stop < TinyRun.Updates; stop++)
            Assert.ThrowsAny<OperationCanceledException>(() => Run("stopped", new() { StopAfter = stop }, resume: true));
        Same(whole, Run("stopped", resume: true));
    }

    [Fact]
    public void Threads_change_no_bit() => Same(Run("one"), Run("two", threads: 2));

    [Fact]
    public void The_watch_changes_no_bit()
    {
        using var watch = new TrainingWatch(scratch["watch.jsonl"]);
        Same(Run("plain"), Run("watched", new() { Within = update => update % 2 == 0 ? watch.At(update) : null }));
        Assert.Equal(TinyRun.Updates / 2, File.ReadLines(watch.Path).Count());
    }

    [Fact]
    public void It_learns()
    {
        var watcher = new Watcher();
        int[] pairs = [.. Enumerable.Range(0, 500).Select(i => 7 + i % 2)];
        using var task = new MaskedLanguageTask(model.Load(), model.Tokenizer, new(pairs, model.Tokenizer, 20, 1), null, new(8));
        new TinyRun(Folder("run")).Run(task, watcher);
        Assert.Equal(TinyRun.Updates, watcher.Results.Count);
        Assert.InRange(watcher.Results[0].Loss, Math.Log(263) - 0.5, Math.Log(263) + 0.5);
        Assert.InRange(watcher.Results[^1].Loss, 0, watcher.Results[0].Loss - 0.5);
        Assert.Equal([0.005, 0.01], watcher.Results.Take(2).Select(result => result.Rate));
    }

    [Fact]
    public void It_evaluates_and_saves_when_it_is_told_to_and_at_the_end()
    {
        var watcher = new Watcher();
        using var task = Task(Dropping);
        new TinyRun(Folder("run")) { Options = new(4, 5) }.Run(task, watcher);
        Assert.Equal(2, watcher.Evaluations.Count);
        Assert.Equal([5, 6], watcher.Saves);
    }

    [Fact]
    public void A_finished_run_is_resumed_to_its_result()
    {
        var whole = Run("run");
        Same(whole, Run("run", resume: true));
    }

    [Fact]
    public void Resuming_with_other_settings_is_refused()
    {
        Assert.ThrowsAny<OperationCanceledException>(() => Run("run", new() { StopAfter = 1 }));
        using var task = Task(Dropping);
        var changed = new TinyRun(Folder("run")) { Settings = new Dictionary<string, string> { ["rate"] = "0.02" } };
        Refused.With(() => changed.Run(task, resume: true), "begun with other settings", "rate was 0.01, is 0.02");
        var fewer = new TinyRun(Folder("run")) { Settings = new Dictionary<string, string>() };
        Refused.With(() => fewer.Run(task, resume: true), "begun with other settings", "rate was 0.01, is not given");
    }

    [Fact]
    public void A_setting_that_an_older_version_did_not_write_down_is_not_compared()
    {
        var whole = Run("whole");
        Assert.ThrowsAny<OperationCanceledException>(() => Run("run", new() { StopAfter = 1 }));
        using var task = Task(Dropping);
        var newer = new TinyRun(Folder("run")) { Settings = new Dictionary<string, string> { ["rate"] = "0.01", ["seed"] = "1" } };
        Same(whole, newer.Run(task, resume: true));
    }

    [Fact]
    public void A_weight_that_is_not_finite_is_named_and_nothing_changes()
    {
        const string name = "roberta.encoder.layer.1.output.dense.bias";
        using var task = Task(Dropping);
        task.Parameters.Single(parameter => parameter.Name == name).Value.Span[3] = float.NaN;
        float[][] before = TinyRun.WeightsOf(task);
        string message = Assert.Throws<NotFiniteException>(() => new TinyRun(Folder("run")).Run(task)).Message;
        Assert.StartsWith($"Update 1: the loss is not finite; the first value that is not is '{name}' (layer 2, given).", message);
        foreach (var (expected, actual) in before.Zip(TinyRun.WeightsOf(task))) Close.SameBits<float>(actual, expected, "weight");
        Assert.Null(Folder("run").Latest);
    }

    private void Resumed(Watcher watcher, int stop)
    {
        var whole = Run("whole");
        Assert.ThrowsAny<OperationCanceledException>(() => Run("stopped", watcher));
        Assert.EndsWith($"update-{stop:D8}", Folder("stopped").Latest);
        var resumed = Run("stopped", resume: true);
        Same(whole, resumed);
        Assert.Equal(whole.State.Tokens, resumed.State.Tokens);
    }

    private RunCheckpoints Folder(string name) => new(Directory.CreateDirectory(scratch[name]).FullName);

    private MaskedLanguageTask Task(BatchOptions batches) => new(model.Load(), model.Tokenizer, text, heldOut, batches);

    // Each time with a model of its own, as another process would.
    private Ending Run(string name, Watcher? watcher = null, int threads = 1, bool resume = false)
    {
        using var task = Task(Dropping);
        return new TinyRun(Folder(name)) { Threads = threads }.Run(task, watcher, resume);
    }

    private static void Same(Ending expected, Ending actual)
    {
        Assert.Equal(TinyRun.Updates, actual.State.Updates);
        foreach (var (one, other) in expected.Weights.Zip(actual.Weights)) Close.SameBits<float>(other, one, "weight");
        Assert.Equal(expected.Checkpoint, actual.Checkpoint);
        Assert.Equal(expected.Means, actual.Means);
    }
}

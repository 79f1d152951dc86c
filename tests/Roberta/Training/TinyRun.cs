using PureSaliency.Autograd;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Roberta.Training;

/// <summary>What a run left: weights, and the files of its last checkpoint.</summary>
internal sealed record Ending(TrainingState State, float[][] Weights, byte[] Checkpoint, byte[] Means);

/// <summary>Short runs of a task in a folder of their own.</summary>
internal sealed class TinyRun(RunCheckpoints checkpoints)
{
    private static readonly Dictionary<string, string> Rate = new() { ["rate"] = "0.01" };

    public const int Updates = 6;

    public RunOptions Options { get; init; } = new(100, 2);

    public int Threads { get; init; } = 1;

    public IReadOnlyDictionary<string, string> Settings { get; init; } = Rate;

    /// <summary>Runs to the end, or until the observer cancels.</summary>
    public Ending Run(ITrainingTask task, Watcher? watcher = null, bool resume = false)
    {
        watcher ??= new();
        using var device = new CpuDevice<float>(Threads) { Poison = true };
        float[][]? weights = null;
        var run = new TrainingRun(task, device, new(new(0.01, 2, Updates)), Options, checkpoints, watcher);
        var state = run.Run(Settings, resume, _ => weights = WeightsOf(task), watcher.Cancellation.Token);
        return new(state, weights!, Read("model.safetensors"), Read("optimizer.safetensors"));
    }

    public static float[][] WeightsOf(ITrainingTask task) => [.. task.Parameters.Select(parameter => parameter.Value.ToArray())];

    private byte[] Read(string name) => File.ReadAllBytes(Path.Combine(checkpoints.Latest!, name));
}

/// <summary>Writes down a run's course and cancels it after an update, or within one.</summary>
internal sealed class Watcher : ITrainingObserver, IWatch<float>
{
    public CancellationTokenSource Cancellation { get; } = new();

    public int? StopAfter { get; init; }

    public int? StopWithin { get; init; }

    public Func<int, IWatch<float>?>? Within { get; init; }

    public Action? OnEvaluation { get; init; }

    public List<UpdateResult> Results { get; } = [];

    public List<Evaluation> Evaluations { get; } = [];

    public List<int> Saves { get; } = [];

    public List<string> Notes { get; } = [];

    public void Note(string sentence) => Notes.Add(sentence);

    public void Finished(TrainingOutcome outcome, RunFolder runFolder)
    {
    }

    public void Began(int updates) => Assert.Equal(TinyRun.Updates, updates);

    public void Updated(TrainingState state, UpdateResult result, int tokens)
    {
        Results.Add(result);
        if (state.Updates == StopAfter) Cancellation.Cancel();
    }

    public void Evaluated(TrainingState state, Evaluation evaluation)
    {
        Evaluations.Add(evaluation);
        OnEvaluation?.Invoke();
    }

    public void Saved(TrainingState state) => Saves.Add(state.Updates);

    public IWatch<float>? Watch(int update) => update == StopWithin ? this : Within?.Invoke(update);

    void IWatch<float>.Values(Tape<float> tape) => Cancellation.Cancel();

    void IWatch<float>.BeforeUpdate(Device<float> device, IReadOnlyList<PureSaliency.Autograd.Training.Trained<float>> trained) =>
        Assert.Fail("A cancelled update went on.");

    void IWatch<float>.AfterUpdate(Device<float> device, IReadOnlyList<PureSaliency.Autograd.Training.Trained<float>> trained) =>
        Assert.Fail("A cancelled update went on.");
}

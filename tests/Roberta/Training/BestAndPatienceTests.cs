using PureSaliency.Roberta.Training;
using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class BestAndPatienceTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData(2, 3, new double[] { 5, 1, 1, 9 })]       // two in vain
    [InlineData(2, 4, new double[] { 5, 6, 1, 6, 9 })]    // as good is not better
    [InlineData(1, 2, new double[] { 5, 4 })]
    [InlineData(2, 6, new double[] { 1, 2, 3, 4, 5, 6 })] // better every time
    [InlineData(null, 6, new double[] { 5, 4, 3, 2, 1, 0 })]
    public void It_stops_when_patience_is_at_an_end(int? patience, int updates, double[] scores)
    {
        using var task = new ScoredTask(scores);
        Assert.Equal(updates, Run(task, new(1, 100, patience)).State.Updates);
    }

    [Theory]
    [InlineData(2, new double[] { 1, 3, 2, 0, 3, 1 })]
    [InlineData(1, new double[] { 9, 3, 2, 0, 3, 1 })]
    [InlineData(6, new double[] { 1, 2, 3, 4, 5, 6 })]
    public void The_best_weights_are_the_result(int best, double[] scores)
    {
        using var task = new ScoredTask(scores);
        var weights = new List<float[]>();
        var ending = Run(task, new(1, 100, KeepBest: true), new() { OnEvaluation = () => weights.Add(TinyRun.WeightsOf(task)[0]) });
        Assert.Equal(TinyRun.Updates, weights.DistinctBy(logits => string.Join(" ", logits)).Count());
        Assert.Equal(weights[best - 1], ending.Weights[0]);
        Assert.Equal(new BestEvaluation(best, scores[best - 1]), ending.State.Best);
    }

    [Fact]
    public void Unless_asked_the_last_weights_are_the_result()
    {
        using var task = new ScoredTask(9, 1, 1, 1, 1, 1);
        float[] last = [];
        var ending = Run(task, new(1, 100), new() { OnEvaluation = () => last = TinyRun.WeightsOf(task)[0] });
        Assert.Equal(last, ending.Weights[0]);
        Assert.False(File.Exists(Folder.Best));
    }

    [Fact]
    public void Best_and_patience_survive_a_stop()
    {
        using var task = new ScoredTask(5, 1, 1, 9);
        Assert.ThrowsAny<OperationCanceledException>(() => Run(task, new(1, 100, 2, KeepBest: true), new() { StopAfter = 2 }));
        using var other = new ScoredTask(1, 9);
        var ending = Run(other, new(1, 100, 2, KeepBest: true), resume: true);
        Assert.Equal((3, 2, new BestEvaluation(1, 5)), (ending.State.Updates, ending.State.Idle, ending.State.Best));
    }

    private RunCheckpoints Folder => new(scratch.Folder);

    private Ending Run(ScoredTask task, RunOptions options, Watcher? watcher = null, bool resume = false) =>
        new TinyRun(Folder) { Options = options }.Run(task, watcher, resume);
}

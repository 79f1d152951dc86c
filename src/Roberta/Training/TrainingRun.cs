using System.Diagnostics;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>When a run evaluates, saves and stops.</summary>
/// <param name="EvaluateEvery">Updates between evaluations; the last update is always followed by one.</param>
/// <param name="SaveEvery">Updates between checkpoints.</param>
/// <param name="Patience">Evaluations without a better score after which the run stops; never if null.</param>
/// <param name="KeepBest">Whether the weights of the best evaluation are the result, not the last ones.</param>
public sealed record RunOptions(int EvaluateEvery, int SaveEvery, int? Patience = null, bool KeepBest = false);

/// <summary>Who is told of a run's course.</summary>
public interface ITrainingObserver
{
    /// <summary>Something that the user should know, a sentence.</summary>
    void Note(string sentence);

    /// <summary>The first update comes; there will be so many in all.</summary>
    void Began(int updates);

    /// <summary>An update is done.</summary>
    void Updated(TrainingState state, UpdateResult result, int tokens);

    /// <summary>An evaluation is done.</summary>
    void Evaluated(TrainingState state, Evaluation evaluation);

    /// <summary>A checkpoint is written.</summary>
    void Saved(TrainingState state);

    /// <summary>The result is written; what belongs beside it can be, in a folder that still is this run's alone.</summary>
    void Finished(TrainingOutcome outcome, RunFolder runFolder);

    /// <summary>What looks into the coming update; null if nothing does.</summary>
    IWatch<float>? Watch(int update);
}

/// <summary>
/// A training run that can be stopped at any moment and resumed to the very bits of one that was not. Cancelled, it saves where
/// it stands; killed, it goes on from its last checkpoint.
/// </summary>
public sealed class TrainingRun(
    ITrainingTask task, Device<float> device, TrainerOptions trainerOptions, RunOptions options, RunCheckpoints checkpoints, ITrainingObserver observer,
    IEnumerable<string>? notes = null)
{
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private double secondsBefore;

    /// <summary>Trains to the end; the task's parameters then hold the result.</summary>
    /// <param name="settings">What the run depends on, for those who resume it.</param>
    /// <param name="resume">Whether to go on from the latest checkpoint.</param>
    /// <param name="finish">Writes the result while parameters still lie on the device.</param>
    /// <param name="cancellation">Saves and stops.</param>
    /// <exception cref="NotFiniteException">Training broke down; checkpoints are as they were.</exception>
    public TrainingState Run(
        IReadOnlyDictionary<string, string> settings, bool resume, Action<TrainingState> finish, CancellationToken cancellation)
    {
        using var trainer = new Trainer<float>(device, task.Parameters, trainerOptions);
        var state = resume && checkpoints.Latest is { } latest ? Restored(trainer, latest, settings) : new(0, settings);
        secondsBefore = state.Seconds;
        foreach (string note in notes ?? []) observer.Note(note);
        observer.Began(trainerOptions.Schedule.Updates);
        try
        {
            while (state.Updates < trainerOptions.Schedule.Updates && !(state.Idle >= options.Patience))
                state = Step(trainer, state, cancellation);
        }
        catch (OperationCanceledException)
        {
            Save(trainer, state);
            throw;
        }
        Save(trainer, state);
        if (options.KeepBest && state.Best is not null)
            RunCheckpoints.Fill(checkpoints.Best, device, task.Parameters.Select(parameter => (parameter.Name, parameter.Value)));
        finish(state);
        return state;
    }

    private static TrainingState Restored(Trainer<float> trainer, string checkpoint, IReadOnlyDictionary<string, string> settings)
    {
        var state = RunCheckpoints.Load(checkpoint, trainer.Device, trainer.Optimizer);
        state.CheckSettings(settings, checkpoint);
        return state;
    }

    private TrainingState Step(Trainer<float> trainer, TrainingState state, CancellationToken cancellation)
    {
        var work = task.Work(state.Updates);
        var result = trainer.Update(work.Parts, observer.Watch(state.Updates), cancellation);
        state = state with
        {
            Updates = state.Updates + 1,
            Tokens = state.Tokens + work.Tokens,
            Seconds = secondsBefore + watch.Elapsed.TotalSeconds,
        };
        observer.Updated(state, result, work.Tokens);
        if (state.Updates % options.EvaluateEvery == 0 || state.Updates == trainerOptions.Schedule.Updates)
            state = Evaluated(state);
        if (state.Updates % options.SaveEvery == 0) Save(trainer, state);
        return state;
    }

    // Not cancelled: an update whose evaluation is missing could not be saved.
    private TrainingState Evaluated(TrainingState state)
    {
        var evaluation = Evaluate(state);
        foreach (var (metric, value) in evaluation.Metrics)
            if (!double.IsFinite(value)) throw TrainingFailure.OfEvaluation(state.Updates, metric);
        bool better = state.Best is not { } best || evaluation.Score > best.Score;
        state = better
            ? state with { Best = new(state.Updates, evaluation.Score), Idle = 0 }
            : state with { Idle = state.Idle + 1 };
        if (better && options.KeepBest) checkpoints.SaveBest(device, task.Parameters);
        observer.Evaluated(state, evaluation);
        return state;
    }

    private Evaluation Evaluate(TrainingState state)
    {
        try
        {
            return task.Evaluate(device, CancellationToken.None);
        }
        catch (NotFiniteException problem)
        {
            throw TrainingFailure.OfEvaluation(state.Updates, problem);
        }
    }

    private void Save(Trainer<float> trainer, TrainingState state)
    {
        checkpoints.Save(device, trainer.Optimizer, state);
        observer.Saved(state);
    }
}

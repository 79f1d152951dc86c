using PureSaliency.Cli.Outputs;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;
using Spectre.Console;

namespace PureSaliency.Cli.Reports;

/// <summary>What a run is about, for people.</summary>
/// <param name="Kind">What the result is.</param>
/// <param name="Metric">What evaluations are about.</param>
/// <param name="Data">Where the texts come from.</param>
internal sealed record TrainingSubject(string Kind, string Metric, string Data);

/// <summary>Progress on the screen, the log and the plot beside the model.</summary>
internal sealed class TrainingReport : ITrainingObserver, IDisposable
{
    private readonly TrainingOptions _options;
    private readonly int? _watchEvery;
    private readonly TrainingSubject _subject;
    private readonly TrainingLog _log;
    private readonly TrainingPace _pace;
    private readonly ITrainingScreen _screen;
    private TrainingWatch? _watch;
    private bool _learned;

    private TrainingReport(TrainingOptions options, int? watchEvery, TrainingSubject subject, ITrainingScreen screen)
    {
        (_options, _watchEvery, _subject, _screen) = (options, watchEvery, subject, screen);
        _log = new TrainingLog(Path.Combine(options.Output, "training.jsonl"));
        _pace = new TrainingPace();
    }

    /// <summary>Trains with a bar on a terminal, or else with a line now and then.</summary>
    public static int Around(
        TrainingOptions options, int? watchEvery, Terminal terminal, TrainingSubject subject, Func<ITrainingObserver, TrainingOutcome> train)
    {
        TrainingOutcome Train(ITrainingScreen screen)
        {
            using var report = new TrainingReport(options, watchEvery, subject, screen);
            try
            {
                return train(report);
            }
            catch (Exception problem) when (problem is OperationCanceledException or InputException or IOException)
            {
                report.Stopped();
                throw;
            }
        }
        var outcome = terminal.ErrorIsTerminal ? TrainingBar.Around(terminal, Train) : Train(new TrainingLines(terminal.Error));
        using var writer = terminal.Writer();
        writer.WriteLine($"{options.Output}: a {subject.Kind} after {outcome.State.Updates:#,0} updates, {outcome.State.Tokens:#,0} tokens, {outcome.State.Seconds:#,0} s");
        foreach (var (name, value) in outcome.Final.Metrics) writer.WriteLine(FormattableString.Invariant($"  {name,-12} {value:0.####}"));
        return Shell.Fine;
    }

    public IWatch<float>? Watch(int update) => _watchEvery is { } every && update % every == 0
        ? (_watch ??= new TrainingWatch(Path.Combine(_options.Output, "watch.jsonl"))).At(update + 1) : null;

    public void Updated(TrainingState state, UpdateResult result, int tokens)
    {
        _learned = true;
        _log.Updated(state, result);
        _screen.Show(_pace.Updated(state, result, tokens, _log.Total ?? state.Updates), (double)state.Updates / (_log.Total ?? state.Updates));
    }

    public void Evaluated(TrainingState state, Evaluation evaluation)
    {
        _log.Evaluated(state, evaluation);
        _screen.Say(FormattableString.Invariant($"update {state.Updates:#,0}: ")
            + string.Join(", ", evaluation.Metrics.Select(metric => FormattableString.Invariant($"{metric.Key} {metric.Value:0.####}"))));
    }

    public void Saved(TrainingState state)
    {
    }

    public void Note(string sentence) => _screen.Say("note: " + sentence);

    public void Began(int updates) => _log.Total = updates;

    public void Dispose()
    {
        _log.Dispose();
        _watch?.Dispose();
    }

    private void Stopped()
    {
        if (_log.Total is null) return; // nothing has begun
        _screen.Say(new RunCheckpoints(Path.Combine(_options.Output, "training")).Latest is { } checkpoint
            ? $"note: stopped; the same command with --resume goes on from '{checkpoint}'."
            : "note: stopped before the first checkpoint; the same command with --resume begins again.");
    }

    public void Finished(TrainingOutcome outcome, RunFolder runFolder)
    {
        if (!_learned)
            _screen.Say(FormattableString.Invariant(
                $"note: nothing is left to learn, as this run ended after update {outcome.State.Updates:#,0}; its model is written again."));
        Dispose();
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_options.Output)));
        var stayed = runFolder.Publish(folder =>
        {
            if (File.Exists(_log.Path)) LossPlot.Write(Path.Combine(folder, "loss.png"), _log.Path, _subject.Metric);
            if (_watch is not null) WatchPlot.Write(Path.Combine(folder, "watch.png"), _watch.Path);
            ModelCard.Write(folder, name, _subject, outcome);
        });
        foreach (string file in stayed.Where(file => runFolder.Notes.All(note => !note.Contains(file, StringComparison.Ordinal))))
            Note($"'{Path.Combine(_options.Output, file)}' is not of this run and stays as it is.");
    }
}

/// <summary>Where progress is shown.</summary>
internal interface ITrainingScreen
{
    void Show(string line, double done);
    void Say(string line);
}

/// <summary>A line now and then, for logs.</summary>
internal sealed class TrainingLines(TextWriter error) : ITrainingScreen
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);
    private DateTime _next = DateTime.MinValue;

    public void Show(string line, double done)
    {
        if (DateTime.UtcNow < _next) return;
        _next = DateTime.UtcNow + Pause;
        error.WriteLine(line);
    }

    public void Say(string line) => error.WriteLine(line);
}

/// <summary>A bar on the error terminal, evaluations above it.</summary>
internal sealed class TrainingBar(IAnsiConsole console, ProgressTask task) : ITrainingScreen
{
    public static TrainingOutcome Around(Terminal terminal, Func<ITrainingScreen, TrainingOutcome> train)
    {
        var console = terminal.ErrorScreen();
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(context => train(new TrainingBar(console, context.AddTask("reading text", maxValue: 1))));
    }

    public void Show(string line, double done) => (task.Description, task.Value) = (line, done);

    public void Say(string line) => console.WriteLine(line);
}

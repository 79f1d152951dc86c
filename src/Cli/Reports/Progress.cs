using System.Diagnostics;
using PureSaliency.Saliency;
using Spectre.Console;

namespace PureSaliency.Cli.Reports;

/// <summary>Who watches a long run: it hears of each text, and of each window of a long one.</summary>
internal interface IProgress : IProgress<TextProgress>
{
    void Advance(int tokens, double? fraction);
    void Complain(string sentence);
}

/// <summary>Complaints, and a line now and then while a text takes long.</summary>
internal sealed class Progress(Terminal terminal, TimeProvider? clock = null) : IProgress
{
    // A text of fewer windows, or variants, is done before anybody wonders.
    private const int ManyWindows = 10, ManyVariants = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    public void Advance(int tokens, double? fraction)
    {
    }

    public void Report(TextProgress value)
    {
        var now = _clock.GetUtcNow();
        if ((value.Windows < ManyWindows && value.Variants < ManyVariants) || now < _next)
            return;
        _next = now + Pause;
        terminal.Error.WriteLine(Pace.Within(value));
    }

    public void Complain(string sentence) => terminal.Complain(sentence);
}

/// <summary>A bar on the error terminal.</summary>
internal sealed class ProgressBar : IProgress
{
    private readonly IAnsiConsole _console;
    private readonly ProgressTask _task;
    private readonly Pace _pace;
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    private ProgressBar(IAnsiConsole console, ProgressTask task, Verb verb) => (_console, _task, _pace) = (console, task, new(verb));

    public static T Around<T>(Terminal terminal, Verb verb, Func<IProgress, T> work)
    {
        var console = terminal.ErrorScreen();
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .Start(context => work(new ProgressBar(console, context.AddTask(verb.Doing, maxValue: 1), verb)));
    }

    public void Advance(int tokens, double? fraction)
    {
        _task.Description = _pace.Advance(tokens, fraction, _watch.Elapsed);
        _task.IsIndeterminate = fraction is null;
        _task.Value = fraction ?? 0;
    }

    // The bar is the text's own until it is done.
    public void Report(TextProgress value)
    {
        _task.Description = Pace.Within(value);
        _task.IsIndeterminate = false;
        _task.Value = value.Fraction;
    }

    // Through the same console, which keeps the bar below.
    public void Complain(string sentence) => _console.WriteLine("error: " + Terminal.Sentence(sentence));
}

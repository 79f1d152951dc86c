using System.Diagnostics;
using Spectre.Console;

namespace PureSaliency.Cli.Reports;

/// <summary>Who watches a long run.</summary>
internal interface IProgress
{
    void Advance(int tokens, double? fraction);
    void Complain(string sentence);
}

/// <summary>Only complaints are heard.</summary>
internal sealed class Progress(Terminal terminal) : IProgress
{
    public void Advance(int tokens, double? fraction)
    {
    }

    public void Complain(string sentence) => terminal.Complain(sentence);
}

/// <summary>A bar on the error terminal.</summary>
internal sealed class ProgressBar : IProgress
{
    private readonly IAnsiConsole _console;
    private readonly ProgressTask _task;
    private readonly Pace _pace = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    private ProgressBar(IAnsiConsole console, ProgressTask task) => (_console, _task) = (console, task);

    public static int Around(TextWriter error, Func<IProgress, int> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .Start(context => work(new ProgressBar(console, context.AddTask("explaining", maxValue: 1))));
    }

    public void Advance(int tokens, double? fraction)
    {
        _task.Description = _pace.Advance(tokens, fraction, _watch.Elapsed);
        _task.IsIndeterminate = fraction is null;
        _task.Value = fraction ?? 0;
    }

    // Through the same console, which keeps the bar below.
    public void Complain(string sentence) => _console.WriteLine("error: " + sentence);
}

using Spectre.Console;

namespace PureSaliency.Cli.Reports;

/// <summary>Who watches a long run.</summary>
internal interface IProgress
{
    void Advance(double? fraction);
    void Complain(string sentence);
}

/// <summary>Only complaints are heard.</summary>
internal sealed class Progress(Terminal terminal) : IProgress
{
    public void Advance(double? fraction)
    {
    }

    public void Complain(string sentence) => terminal.Complain(sentence);
}

/// <summary>A bar on the error terminal.</summary>
internal sealed class ProgressBar : IProgress
{
    private readonly IAnsiConsole _console;
    private readonly ProgressTask _task;
    private int _count;

    private ProgressBar(IAnsiConsole console, ProgressTask task) => (_console, _task) = (console, task);

    public static int Around(TextWriter error, Func<IProgress, int> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context => work(new ProgressBar(console, context.AddTask("explaining", maxValue: 1))));
    }

    public void Advance(double? fraction)
    {
        _task.Description = $"{++_count} explained";
        _task.IsIndeterminate = fraction is null;
        _task.Value = fraction ?? 0;
    }

    // Through the same console, which keeps the bar below.
    public void Complain(string sentence) => _console.WriteLine("error: " + sentence);
}

using System.Diagnostics;

namespace PureSaliency.Cli.Reports;

/// <summary>Lines on how far a study is, and when it will be done.</summary>
internal sealed class StudyPace(Terminal terminal, string what, int before, int all)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _next = TimeSpan.FromSeconds(3);

    public void Tell(int done)
    {
        if (_watch.Elapsed < _next) return;
        _next = _watch.Elapsed + Pause;
        double each = _watch.Elapsed.TotalSeconds / (done - before);
        terminal.Error.WriteLine($"{done:#,0} of {all:#,0} {what}, {1 / each:0.##} a second, {Pace.Left(TimeSpan.FromSeconds(each * (all - done)))} left");
    }
}

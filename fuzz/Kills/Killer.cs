using System.Diagnostics;
using PureSaliency.Cli;

namespace PureSaliency.Fuzz.Kills;

/// <summary>
/// Stops runs at random moments and resumes them until they are done: nothing may be torn under a final name at any of those
/// moments, nothing else may change, no resumed run may be refused, and the end is that of a run that nobody stopped.
/// </summary>
internal sealed class Killer : IDisposable
{
    private const int MostStops = 8, Soon = 40;

    private readonly Ground _ground = new();
    private readonly Dictionary<string, (string Whole, int Milliseconds, int Kibibytes)> _whole = [];
    private readonly IReadOnlyList<Work> _works;
    private readonly ulong _seed;
    private readonly TextWriter _progress;

    public Killer(IReadOnlyList<Work> works, ulong seed, TextWriter progress)
    {
        (_works, _seed, _progress) = (works, seed, progress);
        foreach (var work in works)
            _whole[work.Name] = Undisturbed(work);
    }

    public KillTable Table { get; } = new();

    /// <summary>Stops runs so many times.</summary>
    public KillTable Run(int times)
    {
        int told = 0;
        for (int trial = 0; Table.Stops < times; trial++)
        {
            var work = _works[trial % _works.Count];
            Try(work, new Dice(_seed, work.Name, trial), $"{work.Name}-{trial}", times);
            _progress.WriteLine($"{Table.Stops} of {times} stops, {Table.Problems.Count} problems");
            foreach (string problem in Table.Problems.Skip(told))
                _progress.WriteLine($"PROBLEM {problem}");
            told = Table.Problems.Count;
        }
        return Table;
    }

    public void Dispose() => _ground.Dispose();

    private (string Whole, int Milliseconds, int Kibibytes) Undisturbed(Work work)
    {
        string run = _ground.Run(work.Name + "-whole");
        work.Prepare(run);
        var clock = Stopwatch.StartNew();
        var ended = Stopping.Run(work.Args(_ground, run));
        if (ended.Code != Shell.Fine)
            throw new InvalidOperationException($"{work.Name} cannot be run: {ended.Told}");
        long longest = Left.Names(run).Max(name => new FileInfo(Path.Combine(run, name)).Length);
        return (run, (int)clock.ElapsedMilliseconds, (int)(longest >> 10) + 1);
    }

    private void Try(Work work, Dice dice, string name, int times)
    {
        string run = _ground.Run(name);
        var (whole, milliseconds, kibibytes) = _whole[work.Name];
        work.Prepare(run);
        for (int stops = 0; ; stops++)
        {
            bool last = stops >= MostStops || Table.Stops >= times;
            var manner = last ? Manner.None : dice.Below(20) switch { < 12 => Manner.Kill, < 16 => Manner.Interrupt, _ => Manner.FullDisk };
            string[] args = work.Args(_ground, run);
            var ended = manner switch
            {
                Manner.None => Stopping.Run(args),
                Manner.FullDisk => Stopping.Limited(args, dice.Between(1, kibibytes)),
                _ => dice.OneIn(2) ? Stopping.Signal(args, manner, dice.Below(milliseconds), null) : Stopping.Signal(args, manner, dice.Below(Soon), run),
            };
            Table.Count(work.Name, manner, ended);
            Check(work, name, run, whole, manner, ended);
            if (ended.Code == Shell.Fine || manner == Manner.None)
                break;
        }
        foreach (string difference in Left.Differences(run, whole))
            Table.Add(work.Name, $"{name}: {difference}");
        if (Table.Problems.Count == 0)
            Directory.Delete(run, recursive: true);
    }

    private void Check(Work work, string name, string run, string whole, Manner manner, Ended ended)
    {
        if (!Allowed(manner, ended))
            Table.Add(work.Name, $"{name}: {manner} ended with code {ended.Code}: {ended.Told}");
        if (_ground.Changed() is { } changed)
            Table.Add(work.Name, $"{name}: after {manner} others' files changed: {changed}");
        foreach (string torn in Left.Torn(run, whole))
            Table.Add(work.Name, $"{name}: after {manner} {torn}");
        if (!work.IsFolder && File.ReadAllText(Path.Combine(run, Work.Stranger)) != "of somebody else")
            Table.Add(work.Name, $"{name}: after {manner} {Work.Stranger} changed");
    }

    private static bool Allowed(Manner manner, Ended ended) => manner switch
    {
        Manner.None => ended.Code == Shell.Fine,
        Manner.FullDisk => ended.Code is Shell.Fine or Shell.BadInput,
        // A signal that comes before the program listens ends it as the system does.
        Manner.Interrupt => ended.Code is Shell.Fine or Shell.Interrupted,
        _ => ended.Code == Shell.Fine || ended.Stopped,
    };
}

using System.Diagnostics;

namespace PureSaliency.Fuzz.Run;

/// <summary>How much is tried.</summary>
internal sealed record FuzzOptions(ulong Seed)
{
    public long Files { get; init; } = 20_000;

    /// <summary>Only the file of this number, of every family.</summary>
    public long? Only { get; init; }

    public int Threads { get; init; } = Environment.ProcessorCount;

    public TimeSpan? Time { get; init; }

    /// <summary>A file that takes longer hangs; where others hold the cores, waiting for them does not count.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Most bytes that the process may hold; null where others work in it too.</summary>
    public long? Memory { get; init; }

    /// <summary>Where failures are kept.</summary>
    public string? Keep { get; init; }
}

/// <summary>Tries damaged files on some threads and watches them: what neither ends nor fails is found too.</summary>
internal sealed class Fuzzer(FuzzOptions options, IReadOnlyList<Family> families, TextWriter progress)
{
    // One file of so many is read a second time.
    private const int Twice = 3;

    // On a machine that is shared, a file may take so many times its patience.
    private const int Crowded = 10;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100), Told = TimeSpan.FromSeconds(10);

    private readonly FuzzOptions _options = options;
    private readonly Summary _summary = new(families);
    private readonly Worker[] _workers = new Worker[options.Threads];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _next;

    public Summary Run()
    {
        for (int i = 0; i < _workers.Length; i++)
            _workers[i] = new Worker(this, i);
        var told = TimeSpan.Zero;
        while (_workers.Any(worker => worker.IsAlive) && !IsStuck())
        {
            Thread.Sleep(Glance);
            if (_clock.Elapsed - told < Told)
                continue;
            told = _clock.Elapsed;
            progress.WriteLine($"{_summary.Files,10:#,0} files, {_summary.Failures} failures, {_summary.Files / _clock.Elapsed.TotalSeconds:#,0} files/s");
        }
        _summary.End(_clock.Elapsed);
        return _summary;
    }

    // A thread cannot be ended from outside; the process is at its end then.
    private bool IsStuck()
    {
        foreach (var worker in _workers)
            if (worker.Hangs(_options.Patience) is { } number)
            {
                Fail(worker, number, "hang", $"no end after {_options.Patience.TotalSeconds:0} s");
                return true;
            }
        using var self = Process.GetCurrentProcess();
        if (_options.Memory is not { } most || self.WorkingSet64 <= most)
            return false;
        foreach (var worker in _workers)
            if (worker.Now is { } number)
                Fail(worker, number, "memory", $"the process holds {self.WorkingSet64 >> 20} MiB, at most {most >> 20} are right");
        return true;
    }

    private void Fail(Worker worker, (Family Family, long Number) file, string signature, string told)
    {
        worker.Abandon();
        Interlocked.Exchange(ref _next, long.MaxValue / 2);
        Record(file.Family, file.Number, null, new(Verdict.Failed, signature, told, _options.Patience.TotalMilliseconds, 0));
    }

    private void Record(Family family, long number, Attempt? attempt, Outcome outcome)
    {
        bool first = _summary.Add(family, number, outcome);
        if (outcome.Verdict != Verdict.Failed || !first)
            return;
        progress.WriteLine($"FAILED --family {family.Name} --seed {_options.Seed} --only {number}: {outcome.Signature}");
        if (_options.Keep is { } folder)
            Keeping.Write(folder, _options.Seed, family.Name, number, attempt ?? family.Make(new(_options.Seed, family.Name, number)), outcome);
    }

    private (Family Family, long Number)? Take()
    {
        long next = Interlocked.Increment(ref _next) - 1;
        var family = families[(int)(next % families.Count)];
        if (_options.Only is { } only)
            return next < families.Count ? (family, only) : null;
        return next < _options.Files && !(_clock.Elapsed > _options.Time) ? (family, next / families.Count) : null;
    }

    /// <summary>One thread with a folder of its own.</summary>
    private sealed class Worker
    {
        private readonly Fuzzer _fuzzer;
        private readonly Thread _thread;
        private readonly int _index;
        private readonly Lock _lock = new();
        private (Family Family, long Number)? _now;
        private long _since;
        private TimeSpan _computed;
        private volatile bool _abandoned;

        public Worker(Fuzzer fuzzer, int index)
        {
            (_fuzzer, _index) = (fuzzer, index);
            // The stack of the main thread, where readers run outside of tests.
            _thread = new Thread(Work, 8 << 20) { IsBackground = true, Name = $"fuzz {index}" };
            _thread.Start();
        }

        public bool IsAlive => _thread.IsAlive;

        public (Family Family, long Number)? Now
        {
            get
            {
                lock (_lock)
                    return _now;
            }
        }

        public (Family Family, long Number)? Hangs(TimeSpan patience)
        {
            lock (_lock)
            {
                var time = Stopwatch.GetElapsedTime(_since);
                bool hangs = time > patience && (time > Crowded * patience || Computed() - _computed > patience * _fuzzer._workers.Length / 2);
                return _now is not null && hangs ? _now : null;
            }
        }

        private static TimeSpan Computed() => Environment.CpuUsage.TotalTime;

        public void Abandon() => _abandoned = true;

        private void Work()
        {
            using var place = new Workplace();
            using var trail = Keeping.Trail(_fuzzer._options.Keep, _index);
            while (_fuzzer.Take() is { } file)
            {
                lock (_lock)
                    (_now, _since, _computed) = (file, Stopwatch.GetTimestamp(), Computed());
                trail?.Mark(file.Family.Name, file.Number);
                var dice = new Dice(_fuzzer._options.Seed, file.Family.Name, file.Number);
                var attempt = file.Family.Make(dice);
                var outcome = Judge.Try(attempt, place, again: dice.OneIn(Twice));
                if (_abandoned)
                    return;
                lock (_lock)
                    _now = null;
                _fuzzer.Record(file.Family, file.Number, attempt, outcome);
            }
        }
    }

}

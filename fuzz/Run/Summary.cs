using System.Globalization;

namespace PureSaliency.Fuzz.Run;

/// <summary>What became of all files, family by family.</summary>
internal sealed class Summary(IReadOnlyList<Family> families)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Row> _rows = families.ToDictionary(family => family.Name, _ => new Row());
    private readonly Dictionary<(string Family, string Signature), (long Count, long First)> _failures = [];
    private TimeSpan _time;

    public long Files => Sum(row => row.Accepted + row.Refused + row.Failed);

    public long Failures => Sum(row => row.Failed);

    public long Accepted(string family) => _rows[family].Accepted;

    public long Refused(string family) => _rows[family].Refused;

    /// <summary>Failures by family and cause, with the number of the first file.</summary>
    public IReadOnlyDictionary<(string Family, string Signature), (long Count, long First)> Causes => _failures;

    /// <summary>Counts a file.</summary>
    /// <returns>Whether it is the first failure of its cause.</returns>
    public bool Add(Family family, long number, Outcome outcome)
    {
        lock (_lock)
        {
            var row = _rows[family.Name];
            row.Count(number, outcome);
            if (outcome.Verdict != Verdict.Failed)
                return false;
            var key = (family.Name, outcome.Signature);
            bool known = _failures.TryGetValue(key, out var failure);
            _failures[key] = known ? (failure.Count + 1, Math.Min(failure.First, number)) : (1, number);
            return !known;
        }
    }

    public void End(TimeSpan time) => _time = time;

    public override string ToString()
    {
        lock (_lock)
            return string.Join('\n', Lines()) + "\n";
    }

    private IEnumerable<string> Lines()
    {
        yield return $"{"family",-12} {"files",10} {"accepted",10} {"refused",10} {"failed",8} {"slowest",20} {"most memory",22}";
        foreach (var (name, row) in _rows)
            yield return Text($"{name,-12} {row.Accepted + row.Refused + row.Failed,10} {row.Accepted,10} {row.Refused,10} {row.Failed,8} {$"{row.Slowest:0} ms (#{row.SlowestNumber})",20} {$"{row.Most >> 10} KiB (#{row.MostNumber})",22}");
        yield return Text($"{"all",-12} {Files,10} {Sum(r => r.Accepted),10} {Sum(r => r.Refused),10} {Failures,8}");
        yield return Text($"{_time.TotalSeconds:0.0} s, {Files / Math.Max(_time.TotalSeconds, 1e-3):0} files/s");
        foreach (var ((family, signature), (count, first)) in _failures.OrderByDescending(failure => failure.Value.Count))
            yield return Text($"FAILED {count} times: {signature}; first --family {family} --only {first}");
    }

    private long Sum(Func<Row, long> part)
    {
        lock (_lock)
            return _rows.Values.Sum(part);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Row
    {
        public long Accepted, Refused, Failed, SlowestNumber, Most, MostNumber;
        public double Slowest;

        public void Count(long number, Outcome outcome)
        {
            switch (outcome.Verdict)
            {
                case Verdict.Accepted: Accepted++; break;
                case Verdict.Refused: Refused++; break;
                default: Failed++; break;
            }
            if (outcome.Milliseconds > Slowest)
                (Slowest, SlowestNumber) = (outcome.Milliseconds, number);
            if (outcome.Allocated > Most)
                (Most, MostNumber) = (outcome.Allocated, number);
        }
    }
}

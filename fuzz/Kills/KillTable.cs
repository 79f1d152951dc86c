using System.Text;

namespace PureSaliency.Fuzz.Kills;

/// <summary>How often what was stopped in which way, and what was wrong afterwards.</summary>
internal sealed class KillTable
{
    private readonly Dictionary<string, int[]> _rows = [];
    private readonly List<string> _problems = [];

    /// <summary>Runs that were at work when they were stopped.</summary>
    public int Stops => _rows.Values.Sum(row => row[0] + row[1] + row[2]);

    public IReadOnlyList<string> Problems => _problems;

    public void Count(string work, Manner manner, Ended ended)
    {
        if (!_rows.TryGetValue(work, out int[]? row))
            _rows[work] = row = new int[5];
        row[ended.Stopped ? (int)manner : ended.Code == 0 ? 3 : 4]++;
    }

    public void Add(string work, string problem) => _problems.Add(problem.Length > 2000 ? problem[..2000] : problem);

    public override string ToString()
    {
        var text = new StringBuilder($"{"command",-10} {"killed",8} {"interrupted",12} {"disk full",10} {"ended well",11}\n");
        foreach (var (work, row) in _rows)
            text.Append($"{work,-10} {row[0],8} {row[1],12} {row[2],10} {row[3],11}\n");
        text.Append($"{Stops} stops, {_problems.Count} problems\n");
        foreach (string problem in _problems)
            text.Append("PROBLEM ").Append(problem).Append('\n');
        return text.ToString();
    }
}

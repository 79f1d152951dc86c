namespace PureSaliency.Benchmarks.Gpu;

/// <summary>Markdown, printed line by line, so that a run that is cut short leaves what it found; and kept in a file.</summary>
internal sealed class Report : IDisposable
{
    private readonly StreamWriter? file;

    public Report(string? path) => file = path is null ? null : new StreamWriter(path) { AutoFlush = true };

    /// <summary>A table's head.</summary>
    public void Columns(params string[] names)
    {
        Line("");
        Cells(names);
        Cells([.. names.Select((_, i) => i == 0 ? "---" : "---:")]);
    }

    public void Cells(params string[] cells) => Line($"| {string.Join(" | ", cells)} |");

    public void Line(string line)
    {
        Console.WriteLine(line);
        file?.WriteLine(line);
    }

    public void Dispose() => file?.Dispose();
}

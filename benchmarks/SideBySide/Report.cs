using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PureSaliency.Benchmarks.SideBySide;

/// <summary>A Markdown table, printed line by line and kept for benchmarks/RESULTS.md.</summary>
internal sealed class Report
{
    private readonly List<string> lines = [];

    public Report(string title, string command)
    {
        Line($"## {title}\n");
        Line($"    dotnet run -c Release --project benchmarks/SideBySide -- {command}\n");
        Line($"{Machine()}, {RuntimeInformation.OSDescription}, .NET {Environment.Version}, {DateTime.UtcNow:yyyy-MM-dd}, commit {Commit()}.\n");
    }

    public void Columns(params string[] names)
    {
        Cells(names);
        Cells([.. names.Select((_, i) => i == 0 ? "---" : "---:")]);
    }

    public void Cells(params string[] cells) => Line($"| {string.Join(" | ", cells)} |");

    public void Line(string line)
    {
        lines.Add(line);
        Console.WriteLine(line);
    }

    /// <summary>Adds all lines to the results of the repository around the working folder.</summary>
    public void Append()
    {
        string? folder = Environment.CurrentDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "benchmarks", "RESULTS.md"))) folder = Path.GetDirectoryName(folder);
        if (folder is null) throw new InvalidOperationException("There is no benchmarks/RESULTS.md here or above to append to.");
        File.AppendAllText(Path.Combine(folder, "benchmarks", "RESULTS.md"), "\n" + string.Join('\n', lines) + "\n");
    }

    private static string Machine()
    {
        string? name = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        return $"{Environment.ProcessorCount} cores of {name ?? RuntimeInformation.ProcessArchitecture.ToString()}";
    }

    private static string Commit()
    {
        string hash = Git("rev-parse --short HEAD");
        return hash.Length == 0 ? "unknown" : hash + (Git("status --porcelain --untracked-files=no").Length > 0 ? " with changes" : "");
    }

    private static string Git(string arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            return git.StandardOutput.ReadToEnd().Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return ""; // No git here.
        }
    }
}

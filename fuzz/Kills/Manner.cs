using System.Diagnostics;
using PureSaliency.Cli;

namespace PureSaliency.Fuzz.Kills;

/// <summary>How a run is stopped.</summary>
internal enum Manner
{
    Kill,
    Interrupt,
    FullDisk,

    /// <summary>It is not.</summary>
    None,
}

/// <summary>How a process ended.</summary>
/// <param name="Stopped">Whether it was still at work when it was stopped.</param>
internal sealed record Ended(int Code, string Told, bool Stopped);

/// <summary>The command line as a process that is stopped.</summary>
internal static class Stopping
{
    private const int Longest = 120_000;
    private static readonly string Program = typeof(Shell).Assembly.Location;

    /// <summary>Runs to the end.</summary>
    public static Ended Run(string[] args) => End(Start(args), stopped: false);

    /// <summary>Runs and stops it by a signal after some time, counted from the first change in a folder if one is given.</summary>
    public static Ended Signal(string[] args, Manner manner, int milliseconds, string? changed)
    {
        var running = Start(args);
        if (changed is not null)
            WaitForChange(running.Process, changed);
        bool stopped = !running.Process.WaitForExit(milliseconds);
        if (stopped && manner == Manner.Kill)
            running.Process.Kill();
        else if (stopped)
            Process.Start("kill", ["-INT", $"{running.Process.Id}"]).WaitForExit();
        return End(running, stopped);
    }

    /// <summary>Runs where no file may become longer, as on a full disk.</summary>
    public static Ended Limited(string[] args, int kibibytes)
    {
        var ended = End(Start(["-c", $"trap '' XFSZ; ulimit -f {kibibytes}; exec \"$@\"", "bash", "dotnet", Program, .. args], "bash"), stopped: false);
        return ended with { Stopped = ended.Code == Shell.BadInput };
    }

    private static Running Start(string[] args, string? shell = null)
    {
        var start = new ProcessStartInfo(shell ?? "dotnet", shell is null ? [Program, .. args] : args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (shell is not null)
            start.Environment["DOTNET_EnableWriteXorExecute"] = "0"; // the runtime would need a long file for its own memory
        var process = Process.Start(start)!;
        return new(process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    private static Ended End(Running running, bool stopped)
    {
        using var process = running.Process;
        if (!process.WaitForExit(Longest))
        {
            process.Kill(entireProcessTree: true);
            return new(-1, "it did not end", stopped);
        }
        running.Output.GetAwaiter().GetResult();
        return new(process.ExitCode, running.Error.GetAwaiter().GetResult(), stopped);
    }

    private static void WaitForChange(Process process, string folder)
    {
        string before = Look(folder);
        while (!process.HasExited && Look(folder) == before)
            Thread.Sleep(1);
    }

    private static string Look(string folder)
    {
        try
        {
            return !Directory.Exists(folder) ? "" : string.Join('|', Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
                .Select(path => $"{path} {(File.Exists(path) ? new FileInfo(path).Length : 0)}"));
        }
        catch (IOException)
        {
            return "?"; // it changed while we looked
        }
    }

    private sealed record Running(Process Process, Task<string> Output, Task<string> Error);
}

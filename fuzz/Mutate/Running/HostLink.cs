using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace PureSaliency.Mutate.Running;

/// <summary>A test as the host names it; its number may be another in the next process, where the machine has changed.</summary>
internal sealed record Test(string Class, string Name);

/// <summary>What came of one test.</summary>
/// <param name="Passed">Whether it passed.</param>
/// <param name="Test">Which test.</param>
/// <param name="Wall">Milliseconds.</param>
/// <param name="Processor">Milliseconds of all threads.</param>
/// <param name="Reached">The mutants it reached, where that was recorded.</param>
/// <param name="Message">Why it failed.</param>
internal sealed record Verdict(bool Passed, Test Test, long Wall, long Processor, int[] Reached, string Message);

/// <summary>The process that runs tests; started anew when it crashed, hung or was spoilt.</summary>
internal sealed class HostLink(Workplace place) : IDisposable
{
    private Process? process;
    private Socket? connection;
    private StreamReader? reader;
    private StreamWriter? writer;

    /// <summary>All tests there are.</summary>
    public List<Test> Tests { get; } = [];

    /// <summary>Whether no mutant has been alive in the process yet.</summary>
    public bool IsFresh { get; private set; }

    /// <summary>Starts a new process, in which a mutant may live from the start.</summary>
    public void Restart(int mutant = 0)
    {
        Stop();
        if (Directory.Exists(place.Temporary)) Directory.Delete(place.Temporary, recursive: true);
        Directory.CreateDirectory(place.Temporary);
        string address = Path.Combine(Path.GetTempPath(), $"mutate-{Environment.ProcessId}.socket");
        File.Delete(address);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(address));
        listener.Listen();
        process = Process.Start(Command(address, mutant))!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var accepted = listener.AcceptAsync();
        if (!accepted.Wait(TimeSpan.FromMinutes(2))) throw new InvalidOperationException("The process for tests did not start.");
        connection = accepted.Result;
        var stream = new NetworkStream(connection);
        reader = new StreamReader(stream, Encoding.UTF8);
        writer = new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true };
        Tests.Clear();
        while (reader.ReadLine() is { Length: > 0 } line) Tests.Add(new(line.Split('\t')[0], line.Split('\t')[1]));
        IsFresh = mutant == 0;
    }

    /// <summary>Runs tests until one fails; null in the end if the process crashed or went over its limits.</summary>
    public List<Verdict?> Run(int mutant, int? record, Test[] tests, Func<Test, Limits> limits)
    {
        if (process is null) Restart();
        IsFresh &= mutant == 0;
        var verdicts = new List<Verdict?>();
        writer!.WriteLine($"{mutant} {record?.ToString() ?? "-"} {string.Join(' ', tests.Select(test => Tests.IndexOf(test)))}");
        var clock = new Clock(process!);
        while (true)
        {
            string? line = clock.Read(reader!);
            if (line is null)
            {
                Stop();
                return [.. verdicts, null];
            }
            string[] parts = line.Split('\t');
            if (parts[0] == "end") return verdicts;
            if (parts[0] == "start") clock.Start(limits(Tests[int.Parse(parts[1])]));
            else
                verdicts.Add(new(parts[0] == "passed", Tests[int.Parse(parts[1])], long.Parse(parts[2]), long.Parse(parts[3]),
                    [.. parts[4].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)], parts[5]));
        }
    }

    /// <summary>Ends the process and whatever it started.</summary>
    public void Stop()
    {
        if (process is null) return;
        try
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // It had ended by itself.
        }
        process.Dispose();
        connection?.Dispose();
        process = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private ProcessStartInfo Command(string address, int mutant)
    {
        // As the tests' own host starts them: their dependencies, their runtime.
        string tests = Path.Combine(place.Bin, "PureSaliency.Tests");
        var start = new ProcessStartInfo("dotnet",
        [
            "exec", "--depsfile", tests + ".deps.json", "--runtimeconfig", tests + ".runtimeconfig.json",
            Path.Combine(place.Bin, "PureSaliency.Mutate.dll"), "host", address, mutant.ToString(),
        ])
        {
            WorkingDirectory = place.Bin,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = place.Temporary;
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return start;
    }
}

/// <summary>How long a test may take: time of the processor, which neighbours do not lengthen, and of the clock, if it waits.</summary>
internal readonly record struct Limits(TimeSpan Processor, TimeSpan Wall);

/// <summary>Reads lines from a process as long as that keeps to its limits.</summary>
internal sealed class Clock(Process process)
{
    private const long MostMemory = 8L << 30;
    private Limits limits = new(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5));
    private TimeSpan used;
    private long began = Stopwatch.GetTimestamp();

    /// <summary>Begins to count anew.</summary>
    public void Start(Limits next)
    {
        process.Refresh();
        (limits, used, began) = (next, process.HasExited ? default : process.TotalProcessorTime, Stopwatch.GetTimestamp());
    }

    /// <summary>The next line; null at the end of the process or of its limits.</summary>
    public string? Read(StreamReader reader)
    {
        var line = reader.ReadLineAsync();
        while (!Finished(line, 200))
        {
            process.Refresh();
            if (process.HasExited) return Finished(line, 1000) ? line.Result : null;
            if (process.TotalProcessorTime - used > limits.Processor || Stopwatch.GetElapsedTime(began) > limits.Wall
                || process.WorkingSet64 > MostMemory) return null;
        }
        return line.IsCompletedSuccessfully ? line.Result : null;
    }

    private static bool Finished(Task line, int milliseconds)
    {
        try
        {
            return line.Wait(milliseconds);
        }
        catch (AggregateException)
        {
            return true;
        }
    }
}

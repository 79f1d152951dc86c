using System.Diagnostics;
using System.Reflection;
using System.Text;
using OsProcess = System.Diagnostics.Process;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>What a run of the command line left behind.</summary>
internal sealed record Outcome(int Code, string Output, string Error)
{
    /// <summary>Makes sure that it went well and complained about nothing.</summary>
    public Outcome Fine()
    {
        Assert.Equal("", Error);
        Assert.Equal(0, Code);
        return this;
    }

    /// <summary>Without what was told beside, such as where <c>--device auto</c> found no card.</summary>
    public Outcome WithoutNotes() => this with
    {
        Error = string.Concat(Error.Split('\n').Where(line => !line.StartsWith("note: ", StringComparison.Ordinal))),
    };

    /// <summary>Makes sure that bad input was told in sentences with all these words, and that nothing came out.</summary>
    public void Refuses(params string[] words)
    {
        Tells(words);
        Assert.Equal("", Output);
    }

    /// <summary>Makes sure that bad input was told in sentences with all these words.</summary>
    public Outcome Tells(params string[] words)
    {
        Assert.All(Error.TrimEnd().Split('\n'), line => Assert.StartsWith("error: ", line));
        Assert.All(words, word => Assert.Contains(word, Error));
        Assert.DoesNotContain("   at ", Error);
        Assert.DoesNotContain("Exception", Error);
        Assert.Equal(2, Code);
        return this;
    }
}

/// <summary>The command line as a process, just as users start it.</summary>
internal static class Cli
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static string Program { get; } = new[]
    {
        Path.Combine(AppContext.BaseDirectory, "puresaliency.dll"),
        Repository.Path("src", "Cli", "bin", Configuration, "net10.0", "puresaliency.dll"),
    }.First(program => File.Exists(Path.ChangeExtension(program, ".runtimeconfig.json")));

    private static string Configuration => typeof(Cli).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Configuration").Value!;

    public static Outcome Run(params string[] args) => Run(args, stdin: null);

    public static Outcome Run(
        string[] args, byte[]? stdin, TimeSpan? timeout = null, string? workingDirectory = null, params (string Name, string Value)[] environment)
    {
        using var process = Start(args, workingDirectory, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        Feed(process, stdin ?? []);
        return Wait(process, output, error, timeout);
    }

    /// <summary>Starts it with all three streams in the caller's hands.</summary>
    public static OsProcess Start(string[] args, string? workingDirectory = null, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = workingDirectory ?? AppContext.BaseDirectory,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return OsProcess.Start(start)!;
    }

    /// <summary>What starts it, for a shell.</summary>
    public static ProcessStartInfo Command(params string[] args) => new("dotnet", [Program, .. args]);

    /// <summary>Starts it from a shell that closes its standard input.</summary>
    public static OsProcess StartClosed(params string[] args) => OsProcess.Start(
        new ProcessStartInfo("sh", ["-c", "exec \"$@\" <&-", "sh", "dotnet", Program, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>Runs it from a shell that gives it a file as standard input.</summary>
    public static Outcome RunFrom(string file, params string[] args)
    {
        using var process = OsProcess.Start(
            new ProcessStartInfo("sh", ["-c", "file=$1; shift; exec \"$@\" < \"$file\"", "sh", file, "dotnet", Program, .. args])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        return Wait(process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    /// <summary>Runs it where no file may become longer than some KiB, as on a full disk.</summary>
    public static Outcome RunLimited(int kibibytes, params string[] args)
    {
        var start = new ProcessStartInfo(
            "bash", ["-c", $"trap '' XFSZ; ulimit -f {kibibytes}; exec \"$@\"", "bash", "dotnet", Program, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0"; // the runtime would need a long file for its own memory
        using var process = OsProcess.Start(start)!;
        return Wait(process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    public static Outcome Wait(OsProcess process, Task<string> output, Task<string> error, TimeSpan? timeout = null)
    {
        if (!process.WaitForExit(timeout ?? Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"No end after {timeout ?? Patience}.");
        }
        return new Outcome(process.ExitCode, output.GetAwaiter().GetResult(), WithoutTimes(error.GetAwaiter().GetResult()));
    }

    // How long it took differs from run to run.
    private static string WithoutTimes(string error) =>
        string.Join('\n', error.Split('\n').Where(line =>
            !line.StartsWith("note: explained ", StringComparison.Ordinal) && !line.StartsWith("note: classified ", StringComparison.Ordinal)));

    private static void Feed(OsProcess process, byte[] stdin)
    {
        try
        {
            process.StandardInput.BaseStream.Write(stdin);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading to the end.
        }
    }
}

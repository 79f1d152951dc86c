using System.Diagnostics;
using OsProcess = System.Diagnostics.Process;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>Standard output and error that are closed or full: the exit code stays right, and nothing aborts.</summary>
public sealed class StandardStreamsSpec
{
    private static readonly string Base = Repository.Path("tests", "cases", "base");

    [Theory]
    [InlineData("explain film --model nosuch", "2>&-", 2)]
    [InlineData("explain film --model nosuch", "2>/dev/full", 2)]
    [InlineData("explain film --frob", "2>&- >&-", 2)]
    [InlineData("explain film --model BASE --method grad-cam", "2>&-", 0)]
    [InlineData("explain film --model BASE --method grad-cam", "2>/dev/full", 0)]
    [InlineData("explain film --model BASE --method grad-cam", ">&-", 2)]
    [InlineData("explain film --model BASE --method grad-cam", ">/dev/full", 2)]
    [InlineData("info BASE", ">&- 2>&- <&-", 2)]
    [InlineData("--help", ">/dev/full", 2)]
    [InlineData("explain film --model BASE --device cuda --threads 30000", "2>/dev/full", 2)]
    [InlineData("explain film --model BASE --threads 30000", "", 2)]
    [InlineData("gradcheck film --model BASE --samples 1", "| head -c 1 >/dev/null; exit ${PIPESTATUS[0]}", 141)]
    public void The_exit_code_is_right(string line, string streams, int code)
    {
        if (OperatingSystem.IsWindows()) return;
        var outcome = InShell(line, streams);
        Assert.Equal(code, outcome.Code);
        Assert.DoesNotContain("Unhandled", outcome.Error);
        Assert.DoesNotContain("   at ", outcome.Error);
        if (code == 2 && !streams.Contains('2')) Assert.StartsWith("error: ", outcome.Error);
    }

    [Fact]
    public void A_result_does_not_get_into_a_file_that_took_the_number_of_a_closed_stream()
    {
        if (OperatingSystem.IsWindows()) return;
        using var scratch = new Tests.Tensors.Scratch();
        string input = scratch.File("a.jsonl", "{\"text\":\"a film\"}\n{\"no\":1}\n"), output = scratch["out.jsonl"];
        Assert.Equal(2, InShell($"explain --input {input} --model BASE --method grad-cam --output {output}", "2>&- >&-").Code);
        string written = File.ReadAllText(output);
        Assert.DoesNotContain("error", written);
        Assert.Contains("a film", written);
    }

    [Theory]
    [InlineData(">>"), InlineData(">")]
    public void A_run_whose_shell_writes_into_its_input_is_refused(string into)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var scratch = new Tests.Tensors.Scratch();
        string input = scratch.File("a.jsonl", "{\"text\":\"a film\"}\n");
        var outcome = InShell($"explain --input {input} --model BASE --method grad-cam", $"{into} {input}");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("error: Standard output is the input", outcome.Error);
        Assert.Equal(into == ">>" ? "{\"text\":\"a film\"}\n" : "", File.ReadAllText(input));
    }

    private static Outcome InShell(string line, string streams)
    {
        var start = Cli.Command(line.Replace("BASE", Base).Split(' '));
        string quoted = string.Join(' ', start.ArgumentList.Select(arg => $"'{arg}'"));
        var shell = new ProcessStartInfo("bash", ["-c", $"'{start.FileName}' {quoted} {streams}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = OsProcess.Start(shell)!;
        return Cli.Wait(process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }
}

using System.Runtime.InteropServices;
using PureSaliency.Tests.Tensors;
using OsProcess = System.Diagnostics.Process;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>What belongs to the user stays: files of other runs, pipes, links.</summary>
public sealed partial class OwnershipSpec : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Two_runs_do_not_share_an_output()
    {
        string[] run = ["explain", "--input", "-", "--method", "grad-cam", "--output", _scratch["out.jsonl"]];
        using var first = Cli.Start(run);
        var (output, error) = (first.StandardOutput.ReadToEndAsync(), first.StandardError.ReadToEndAsync());
        first.StandardInput.WriteLine("a film");
        first.StandardInput.Flush();
        WaitForPartial(first);
        Cli.Run(run).Refuses("another run is writing it", "out.jsonl.partial");
        Cli.Run([.. run, "--resume"]).Refuses("another run is writing it");
        first.StandardInput.Close();
        Assert.Equal(0, Cli.Wait(first, output, error).Code);
        Assert.Contains("a film", File.ReadAllText(_scratch["out.jsonl"]));
        Assert.Equal(["out.jsonl"], _scratch.Names);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void A_pipe_without_a_writer_can_be_left(string signal)
    {
        if (OperatingSystem.IsWindows()) return;
        MakePipe("texts.txt");
        MakePipe("texts.csv");
        foreach (string[] run in (string[][])[["explain", "--input", _scratch["texts.txt"]], ["evaluate", "--data", _scratch["texts.csv"]]])
        {
            using var process = Cli.Start(run);
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            Thread.Sleep(1500); // nothing tells from outside that it waits
            Assert.False(process.HasExited);
            Signals.Send(process, signal);
            Assert.Equal(new Outcome(130, "", ""), Cli.Wait(process, output, error, Soon));
        }
    }

    [Fact]
    public async Task A_pipe_as_output_is_written_to_and_stays_a_pipe()
    {
        if (OperatingSystem.IsWindows()) return;
        MakePipe("out.jsonl");
        using var process = Cli.Start(["explain", "a film", "--output", _scratch["out.jsonl"]]);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        string read = await Task.Run(() => File.ReadAllText(_scratch["out.jsonl"])).WaitAsync(Soon);
        Assert.Equal("a film", Json.Text(Json.Whole(read)));
        Cli.Wait(process, output, error).Fine();
        using var test = OsProcess.Start("test", ["-p", _scratch["out.jsonl"]]);
        test.WaitForExit();
        Assert.Equal(0, test.ExitCode);
        Assert.Equal(["out.jsonl"], _scratch.Names);
    }

    [Fact]
    public void A_link_of_a_bare_name_leads_to_its_neighbour()
    {
        if (OperatingSystem.IsWindows()) return;
        _scratch.File("target.jsonl", "old");
        File.CreateSymbolicLink(_scratch["link.jsonl"], "target.jsonl");
        Cli.Run(["explain", "a film", "--output", "link.jsonl"], stdin: null, workingDirectory: _scratch.Folder).Fine();
        Assert.Equal("target.jsonl", new FileInfo(_scratch["link.jsonl"]).LinkTarget);
        Assert.Equal("a film", Json.Text(Json.Whole(File.ReadAllText(_scratch["target.jsonl"]))));
    }

    [Fact]
    public void The_file_that_is_standard_input_is_an_input_too()
    {
        if (!OperatingSystem.IsLinux()) return;
        _scratch.File("texts.jsonl", "{\"text\":\"a film\"}\n");
        Cli.RunFrom(_scratch["texts.jsonl"], "explain", "--input", "-", "--output", _scratch["texts.jsonl"])
            .Refuses("would take the place of the input");
        Assert.Equal("{\"text\":\"a film\"}\n", File.ReadAllText(_scratch["texts.jsonl"]));
    }

    [Theory]
    [InlineData("/dev/stdout")]
    [InlineData("/dev/fd/1")]
    [InlineData("/proc/self/fd/1")]
    public void Standard_output_has_other_names(string name)
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.Equal("a film", Json.Text(Json.Whole(Cli.Run("explain", "a film", "--format", "jsonl", "--output", name).Fine().Output)));
    }

    [Fact]
    public void An_input_is_not_taken_for_the_output()
    {
        string text = "{\"text\":\"a film\"}\n", path = _scratch.File("a.jsonl", text);
        File.CreateSymbolicLink(_scratch["b.jsonl"], path);
        Cli.Run("explain", "--input", path, "--output", path).Refuses("would take the place of the input");
        Cli.Run("explain", "--input", path, "--output", _scratch["b.jsonl"]).Refuses("would take the place of the input");
        Assert.Equal(text, File.ReadAllText(path));
        Assert.Equal(["a.jsonl", "b.jsonl"], _scratch.Names);
    }

    [Fact]
    public void A_full_disk_leaves_beside_what_there_was_room_for()
    {
        if (OperatingSystem.IsWindows()) return;
        _scratch.File("texts.txt", string.Concat(Enumerable.Range(0, 400).Select(i => $"film number {i}\n")));
        var outcome = Cli.RunLimited(64, "explain", "--input", _scratch["texts.txt"], "--method", "grad-cam", "--output", _scratch["out.jsonl"]);
        Assert.Equal(2, outcome.Code);
        Assert.Contains("cannot be written: ", outcome.Error);
        Assert.Contains("the same command with --resume goes on from there", outcome.Error);
        Assert.Equal(["out.jsonl.partial", "texts.txt"], _scratch.Names);
        Assert.Equal(0, Cli.Run("explain", "--input", _scratch["texts.txt"], "--method", "grad-cam", "--output", _scratch["out.jsonl"], "--resume").Code);
        Cli.Run("explain", "--input", _scratch["texts.txt"], "--method", "grad-cam", "--output", _scratch["whole.jsonl"]);
        Assert.Equal(File.ReadAllText(_scratch["whole.jsonl"]), File.ReadAllText(_scratch["out.jsonl"]));
    }

    private void WaitForPartial(OsProcess process)
    {
        var partial = new FileInfo(_scratch["out.jsonl.partial"]);
        Signals.WaitUntil(() =>
        {
            partial.Refresh();
            return partial is { Exists: true, Length: > 0 } || process.HasExited;
        }, "something written");
    }

    private void MakePipe(string name) => Assert.Equal(0, Pipe(_scratch[name], 0x180));

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Pipe(string path, uint mode);
}

using System.Text.RegularExpressions;
using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>Many texts: in order, counted where they fail, and gone on with where a run was stopped.</summary>
public sealed partial class CorpusSpec : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_killed_run_is_resumed_to_the_very_bytes_of_a_whole_one()
    {
        string[] lines = [.. Enumerable.Range(0, 300).Select(i => i % 50 == 3 ? "{}" : $$"""{"text":"film number {{i}}{{new string('!', i % 40)}}"}""")];
        _scratch.File("a.jsonl", string.Join('\n', lines));
        var whole = Explain("whole.jsonl").Tells("a.jsonl, line 4: expected a field", "error: 6 of 300 texts could not be explained.");
        Kill("out.jsonl");
        Assert.DoesNotContain("out.jsonl", _scratch.Names);
        using (var torn = File.AppendText(_scratch["out.jsonl.partial"]))
            torn.Write("{\"schema\":\"puresal");
        var resumed = Explain("out.jsonl", "--resume");
        Assert.Equal(whole, resumed);
        Assert.Equal(Untimed("whole.jsonl"), Untimed("out.jsonl"));
        Assert.Equal(["a.jsonl", "out.jsonl", "whole.jsonl"], _scratch.Names);
    }

    [Fact]
    public void A_result_that_an_interrupt_ended_is_resumed_and_a_whole_one_is_left()
    {
        _scratch.File("a.jsonl", "{\"text\":\"a film\"}\n{\"text\":\"so-so\"}\n");
        Explain("out.jsonl", "--resume").Fine();
        string whole = File.ReadAllText(_scratch["out.jsonl"]), first = whole[..(whole.IndexOf('\n') + 1)];
        Explain("out.jsonl", "--resume").Fine();
        Assert.Equal(whole, File.ReadAllText(_scratch["out.jsonl"]));
        _scratch.File("out.jsonl", first);
        Explain("out.jsonl", "--resume").Fine();
        Assert.StartsWith(first, File.ReadAllText(_scratch["out.jsonl"]));
        Assert.Equal(["a film", "so-so"], Json.Lines(File.ReadAllText(_scratch["out.jsonl"])).Select(Json.Text));
        Assert.Equal(["a.jsonl", "out.jsonl"], _scratch.Names);
    }

    [Fact]
    public void The_output_of_another_run_is_refused_and_left()
    {
        _scratch.File("a.jsonl", "{\"text\":\"a film\"}\n");
        Explain("out.jsonl").Fine();
        string kept = File.ReadAllText(_scratch["out.jsonl"]);
        Explain("out.jsonl", "--resume", "--tau", "5").Refuses("out.jsonl, line 1: expected tau 5; found tau 10.");
        Explain("out.jsonl", "--resume", "--model", "ag-news").Refuses("expected the model roberta-mini-ag-news", "found roberta-mini-sst2");
        Explain("out.jsonl", "--resume", "--dtype", "float64").Refuses("float64", "float32");
        _scratch.File("a.jsonl", "{\"text\":\"a play\"}\n");
        Explain("out.jsonl", "--resume").Refuses("expected an explanation of", "a.jsonl, line 1, 'a play'; found one of 'a film'.");
        _scratch.File("a.jsonl", "");
        Assert.Contains("expected the end, as in the input; found an explanation of 'a film'.", Explain("out.jsonl", "--resume").Error);
        Assert.Equal(kept, File.ReadAllText(_scratch["out.jsonl"]));
        _scratch.File("out.jsonl.partial", "{\"schema\":\"puresaliency/explanation/0\"}\n");
        Assert.Contains("out.jsonl.partial, line 1: ", Explain("out.jsonl", "--resume").Error);
        Assert.Equal(["a.jsonl", "out.jsonl", "out.jsonl.partial"], _scratch.Names);
    }

    [Theory]
    [InlineData("a film --output out.jsonl", "there is no --input")]
    [InlineData("--input - --format jsonl", "there is no --output")]
    [InlineData("--input - --output out.html", "expected --format jsonl", "found html")]
    [InlineData("--input - --output /dev/null --format jsonl", "/dev/null", "found a device")]
    public void What_cannot_be_resumed_is_refused(string line, params string[] words)
    {
        string[] args = line.StartsWith("a film", StringComparison.Ordinal) ? ["a film", .. line.Split(' ')[2..]] : line.Split(' ');
        Cli.Run(["explain", .. args, "--resume"], null, workingDirectory: _scratch.Folder).Refuses(words);
    }

    [Fact]
    public void A_closed_standard_input_is_told()
    {
        if (OperatingSystem.IsWindows()) return;
        using var process = Cli.StartClosed("explain", "--input", "-");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        Cli.Wait(process, output, error, TimeSpan.FromSeconds(60)).Refuses("--input -", "found it closed");
    }

    private Outcome Explain(string output, params string[] more) =>
        Cli.Run(["explain", "--input", _scratch["a.jsonl"], "--output", _scratch[output], .. more]);

    private void Kill(string name)
    {
        using var process = Cli.Start(["explain", "--input", _scratch["a.jsonl"], "--output", _scratch[name], "--resume"]);
        var partial = new FileInfo(_scratch[name + ".partial"]);
        Signals.WaitUntil(() =>
        {
            partial.Refresh();
            return partial is { Exists: true, Length: > 0 };
        }, "something written");
        process.Kill();
        process.WaitForExit();
    }

    private string Untimed(string name) => Timing().Replace(File.ReadAllText(_scratch[name]), "");

    [GeneratedRegex("\"timing\":\\{[^}]*\\}")]
    private static partial Regex Timing();
}

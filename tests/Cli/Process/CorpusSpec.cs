using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>Many texts: in order, counted where they fail, and gone on with where a run was stopped.</summary>
public sealed class CorpusSpec : IDisposable
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
            torn.Write("{\"row\":12,\"li");
        var resumed = Explain("out.jsonl", "--resume");
        Assert.Equal(whole, resumed);
        Assert.Equal(File.ReadAllText(_scratch["whole.jsonl"]), File.ReadAllText(_scratch["out.jsonl"]));
        Assert.Equal(["a.jsonl", "out.jsonl", "whole.jsonl"], _scratch.Names);
    }

    [Fact]
    public void A_result_that_an_interrupt_ended_is_resumed_and_a_whole_one_is_left()
    {
        _scratch.File("a.jsonl", "{\"text\":\"a film\"}\n{\"text\":\"so-so\"}\n");
        Explain("out.jsonl", "--resume").Fine();
        string whole = File.ReadAllText(_scratch["out.jsonl"]), first = whole[..(whole.IndexOf('\n', whole.IndexOf('\n') + 1) + 1)];
        Explain("out.jsonl", "--resume").Fine();
        Assert.Equal(whole, File.ReadAllText(_scratch["out.jsonl"]));
        _scratch.File("out.jsonl", first);
        Explain("out.jsonl", "--resume").Fine();
        Assert.StartsWith(first, File.ReadAllText(_scratch["out.jsonl"]));
        Assert.Equal(["a film", "so-so"], Json.Lines(File.ReadAllText(_scratch["out.jsonl"])).Select(Json.Text));
        Assert.Equal(["a.jsonl", "out.jsonl"], _scratch.Names);
    }

    [Fact]
    public void The_output_of_another_run_is_refused_by_what_differs_and_left()
    {
        _scratch.File("a.csv", "id,text\n1,a film\n");
        Table().Fine();
        string kept = File.ReadAllText(_scratch["out.jsonl"]);
        Table("--resume").Fine();
        Table("--resume", "--tau", "5").Refuses("out.jsonl, line 1: expected tau 5; found tau 10.");
        Table("--resume", "--method", "grad-cam").Refuses("line 1: expected method grad-cam; found method lrp.");
        Table("--resume", "--layer", "1").Refuses("line 1: expected layer 1; found layer auto.");
        Table("--resume", "--model", "ag-news").Refuses("expected the model roberta-small-ag-news", "found roberta-small-sst2");
        Table("--resume", "--dtype", "float64").Refuses("float64", "float32");
        Table("--resume", "--keep", "id").Refuses("expected the kept columns id; found the kept columns (none).");
        Table("--resume", "--detail", "tokens").Refuses("expected detail tokens; found detail words.");
        Table("--resume", "--column", "id").Refuses("expected the column id; found the column text.");
        _scratch.File("a.csv", "id,text\n1,a play\n");
        Table("--resume").Refuses("line 2: expected an explanation of", "a.csv, line 2, 'a play'; found one of 'a film'.");
        _scratch.File("a.csv", "id,text\n\n1,a film\n");
        Table("--resume").Refuses("expected row 1 of the input, on line 3; found row 1, on line 2.");
        _scratch.File("a.csv", "id,text\n");
        Assert.Contains("expected the end, as in the input; found row 1, 'a film'.", Table("--resume").Error);
        _scratch.File("b.csv", "id,text\n1,a film\n");
        Cli.Run("explain", "--input", _scratch["b.csv"], "--output", _scratch["out.jsonl"], "--resume")
            .Refuses("expected the input b.csv; found the input a.csv.");
        Assert.Equal(kept, File.ReadAllText(_scratch["out.jsonl"]));
        _scratch.File("a.csv", "id,text\n1,a film\n");
        _scratch.File("out.jsonl.partial", "{\"schema\":\"puresaliency/explanation/1\",\"text\":\"a film\"}\n");
        Table("--resume").Refuses("out.jsonl.partial, line 1: ", "found schema puresaliency/explanation/1, of another version of this program");
        Assert.Equal(["a.csv", "b.csv", "out.jsonl", "out.jsonl.partial"], _scratch.Names);
    }

    [Fact]
    public void What_was_kept_is_held_against_the_input_too()
    {
        _scratch.File("a.csv", "id,text\n1,a film\n");
        Table("--keep", "id").Fine();
        _scratch.File("a.csv", "id,text\n2,a film\n");
        Table("--keep", "id", "--resume").Refuses("line 2: expected the kept columns of", "a.csv, line 2; found others.");
    }

    [Fact]
    public void An_interrupted_run_is_gone_on_with_by_the_command_that_it_tells()
    {
        _scratch.File("a.jsonl", string.Concat(Enumerable.Range(0, 20000).Select(i => $$"""{"text":"film number {{i}}"}""" + "\n")));
        string[] run = ["explain", "--input", _scratch["a.jsonl"], "--method", "grad-cam", "--output", _scratch["out.jsonl"]];
        using var process = Cli.Start(run);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        WaitFor("out.jsonl.partial");
        Signals.Send(process, "INT");
        var outcome = Cli.Wait(process, output, error);
        if (outcome.Code == 0) return; // it was faster
        Assert.Equal(130, outcome.Code);
        Assert.Contains("the same command with --resume goes on from there", outcome.Error);
        int rows = File.ReadLines(_scratch["out.jsonl.partial"]).Count() - 1;
        File.WriteAllLines(_scratch["a.jsonl"], File.ReadLines(_scratch["a.jsonl"]).Take(rows + 3).ToArray());
        Cli.Run([.. run, "--resume"]).Fine();
        Assert.Equal(Enumerable.Range(0, rows + 3).Select(i => $"film number {i}"), Json.Lines(File.ReadAllText(_scratch["out.jsonl"])).Select(Json.Text));
        Assert.Equal(["a.jsonl", "out.jsonl"], _scratch.Names);
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
        WaitFor(name + ".partial");
        process.Kill();
        process.WaitForExit();
    }

    private void WaitFor(string name)
    {
        var partial = new FileInfo(_scratch[name]);
        Signals.WaitUntil(() =>
        {
            partial.Refresh();
            return partial is { Exists: true, Length: > 0 };
        }, "something written");
    }

    private Outcome Table(params string[] more) =>
        Cli.Run(["explain", "--input", _scratch["a.csv"], "--output", _scratch["out.jsonl"], .. more]);
}

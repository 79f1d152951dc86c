using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>Whoever stops a run finds whole what was written.</summary>
public sealed class InterruptSpec : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("INT", "out.jsonl")]
    [InlineData("INT", "out.json")]
    [InlineData("TERM", "out.jsonl")]
    public void A_batch_ends_between_two_texts(string signal, string name)
    {
        _scratch.File("texts.txt", string.Concat(Enumerable.Range(0, 20000).Select(i => $"film number {i}\n")));
        using var process = Cli.Start(["explain", "--input", _scratch["texts.txt"], "--output", _scratch[name]]);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var partial = new FileInfo(_scratch[name + ".partial"]);
        Signals.WaitUntil(() =>
        {
            partial.Refresh();
            return partial is { Exists: true, Length: > 0 } || process.HasExited;
        }, "something written");
        Signals.Send(process, signal);
        var outcome = Cli.Wait(process, output, error);
        Assert.Equal((130, ""), (outcome.Code, outcome.Output));
        Assert.Contains($"note: what was explained before the stop is in {partial.FullName}; the same command ", outcome.Error);
        string written = File.ReadAllText(partial.FullName);
        var explanations = name.EndsWith('l') ? Json.Lines(written) : Json.Array(written);
        Assert.InRange(explanations.Length, 1, 19999);
        Assert.Equal(Enumerable.Range(0, explanations.Length).Select(i => $"film number {i}"), explanations.Select(Json.Text));
        Assert.Equal([name + ".partial", "texts.txt"], _scratch.Names);
    }

    [Fact]
    public async Task A_silent_input_is_left()
    {
        using var process = Cli.Start(["explain", "--input", "-", "--format", "jsonl"]);
        await process.StandardInput.WriteLineAsync("a film");
        await process.StandardInput.FlushAsync();
        Assert.Contains("\"labels\"", await process.StandardOutput.ReadLineAsync());
        Assert.Equal("a film", Json.Text(Json.Row((await process.StandardOutput.ReadLineAsync())!)));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        Signals.Send(process, "INT");
        Assert.Equal(new Outcome(130, "", ""), Cli.Wait(process, output, error, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_reader_that_leaves_ends_the_run()
    {
        _scratch.File("texts.txt", string.Concat(Enumerable.Range(0, 20000).Select(i => $"film number {i}\n")));
        using var process = Cli.Start(["explain", "--input", _scratch["texts.txt"], "--format", "jsonl"]);
        var error = process.StandardError.ReadToEndAsync();
        Assert.Contains("\"labels\"", await process.StandardOutput.ReadLineAsync());
        Assert.Equal("film number 0", Json.Text(Json.Row((await process.StandardOutput.ReadLineAsync())!)));
        process.StandardOutput.Close();
        Assert.Equal(new Outcome(141, "", ""), Cli.Wait(process, Task.FromResult(""), error, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_check_of_gradients_ends()
    {
        using var process = Cli.Start(["gradcheck", "--samples", "1000000"]);
        var error = process.StandardError.ReadToEndAsync();
        Assert.Contains("variable", await process.StandardOutput.ReadLineAsync());
        var output = process.StandardOutput.ReadToEndAsync();
        Signals.Send(process, "INT");
        Assert.Equal(130, Cli.Wait(process, output, error, TimeSpan.FromSeconds(20)).Code);
    }
}

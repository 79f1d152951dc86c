using PureSaliency.Cli;
using PureSaliency.Cli.Reports;
using PureSaliency.Saliency;

namespace PureSaliency.Tests.Cli;

/// <summary>A text that takes long says so.</summary>
public sealed class ProgressSpec
{
    [Fact]
    public void A_log_gets_a_line_at_once_and_then_now_and_then()
    {
        var clock = new Clock();
        string told = Told(progress =>
        {
            progress.Report(new(45_000, 120, 0, 0));
            for (int i = 1; i <= 120; i++, clock.Seconds++) progress.Report(new(45_000, 120, i, 0));
        }, clock);
        Assert.Equal(["45,000 tokens, 120 windows", "45,000 tokens, 120 windows, 21 read", "45,000 tokens, 120 windows, 41 read",
            "45,000 tokens, 120 windows, 61 read", "45,000 tokens, 120 windows, 81 read", "45,000 tokens, 120 windows, 101 read"], told.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_text_of_few_windows_is_not_worth_a_line() => Assert.Equal("", Told(progress => progress.Report(new(2000, 9, 0, 0)), new()));

    [Fact]
    public void Many_variants_are_told_and_few_are_not()
    {
        Assert.Equal("12 tokens, 40 of 1,002 variants tried", Told(progress => progress.Report(new(12, 1, 1, 0, 40, 1002)), new()).TrimEnd());
        Assert.Equal("", Told(progress => progress.Report(new(12, 1, 1, 0, 40, 499)), new()));
        Assert.Equal((1 + 2 * 0.5) / 3, new TextProgress(12, 1, 1, 0, 500, 1000).Fraction, 1e-12);
    }

    [Fact]
    public void Many_long_texts_do_not_flood_a_log()
    {
        string told = Told(progress =>
        {
            for (int text = 0; text < 1000; text++) progress.Report(new(9000, 24, 0, 0));
        }, new());
        Assert.Single(told.TrimEnd().Split('\n'));
    }

    [Fact]
    public void The_bar_counts_windows()
    {
        var error = new StringWriter();
        ProgressBar.Around(new Terminal { Output = Stream.Null, Error = error, ErrorIsTerminal = true }, Verb.Explain, bar =>
        {
            bar.Report(new(45_000, 120, 120, 37));
            return 0;
        });
        Assert.Contains("45,000 tokens, 120 windows, 37 explained", error.ToString());
        Assert.Contains("53%", error.ToString());
    }

    [Fact]
    public void The_engine_tells_each_window_and_the_numbers_do_not_change()
    {
        using var explainer = Explainer.Load(Repository.Path("tests", "cases", "base"));
        string text = string.Join(' ', Enumerable.Repeat("a warm film", 60));
        var heard = new List<TextProgress>();
        var options = new ExplainOptions { Decode = false };
        var explained = explainer.Explain(text, options, progress: new Listener(heard));
        var alone = explainer.Explain(text, options);
        int windows = explained.Windows.Count, tokens = explained.Tokens.Count;
        Assert.InRange(windows, 3, 1000);
        Assert.Equal(
            [.. Enumerable.Range(0, windows + 1).Select(i => new TextProgress(tokens, windows, i, 0)),
             .. Enumerable.Range(1, windows).Select(i => new TextProgress(tokens, windows, windows, i))], heard);
        Assert.Equal((0.0, 1.0), (heard[0].Fraction, heard[^1].Fraction));
        Assert.Equal(alone.Chosen().WordScores, explained.Chosen().WordScores);
        heard.Clear();
        explainer.Explain("a warm film", options, progress: new Listener(heard));
        Assert.Empty(heard);
        Assert.Single(explainer.ExplainMany([text], options, progress: new Listener(heard)).ToArray());
        Assert.Equal(2 * windows + 1, heard.Count);
    }

    private static string Told(Action<Progress> run, Clock clock)
    {
        var error = new StringWriter { NewLine = "\n" };
        run(new Progress(new Terminal { Output = Stream.Null, Error = error }, clock));
        return error.ToString();
    }

    private sealed class Clock : TimeProvider
    {
        public int Seconds { get; set; }
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(Seconds);
    }

    private sealed class Listener(List<TextProgress> heard) : IProgress<TextProgress>
    {
        public void Report(TextProgress value) => heard.Add(value);
    }
}

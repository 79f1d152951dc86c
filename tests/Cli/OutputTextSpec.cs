using PureSaliency.Cli.Reports;
using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;
using PureSaliency.Tests.Saliency.Report;

namespace PureSaliency.Tests.Cli;

/// <summary>What is said of outputs on the screen and on the page.</summary>
public class OutputTextSpec
{
    private static readonly Explanation NoneHolds = Samples.Labels with
    {
        Classes = [new(0, "oil", -0.825, 0.305), new(1, "money", -0.46, 0.387)],
        Prediction = new(1, "money", -0.46, 0.387),
        Target = new(1, "money", -0.46, 0.387),
    };

    private static readonly Explanation Twice = Samples.Plain with
    {
        Classes = [new(0, "good", 1, 0.4), new(1, "bad", 0, 0.1), new(2, "good", 1.2, 0.5)],
        Prediction = new(2, "good", 1.2, 0.5),
        Target = new(0, "good", 1, 0.4),
    };

    [Fact]
    public void Every_label_that_holds_is_the_answer_and_they_do_not_exclude_each_other()
    {
        Assert.Equal(["money 61.3 %, sport 53.9 %, explained: money 61.3 %",
            "The labels do not exclude each other: each has a probability of its own and holds from a half on."], Screen(Samples.Labels)[..2]);
        string page = HtmlReport.Write(Samples.Labels);
        Assert.Contains("<h1>money <span class=\"soft\">61.3 %</span>, sport <span class=\"soft\">53.9 %</span></h1>", page);
        Assert.Contains("The labels do not exclude each other", page);
        Assert.Contains("<h2>Labels</h2>", page);
        Assert.Contains("30.5 % · logit -0.825", page);
    }

    [Fact]
    public void That_no_label_holds_is_said_with_the_nearest()
    {
        Assert.Equal("no label holds (nearest: money 38.7 %), explained: money 38.7 %", Screen(NoneHolds)[0]);
        Assert.Contains("no label holds (nearest: money 38.7 %)", HtmlReport.Write(NoneHolds));
        Assert.Contains("<summary><strong>no label holds", HtmlReport.Write(NoneHolds, NoneHolds));
    }

    [Fact]
    public void Of_many_labels_a_heading_names_eight()
    {
        ClassScore[] classes = [.. Enumerable.Range(0, 12).Select(i => new ClassScore(i, $"l{i}", 2, 0.88))];
        var many = Samples.Labels with { Classes = classes, Prediction = classes[0], Target = classes[0] };
        Assert.Equal("l0 88.0 %, l1 88.0 %, l2 88.0 %, l3 88.0 %, l4 88.0 %, l5 88.0 %, l6 88.0 %, l7 88.0 % and 4 more, explained: l0 88.0 %", Screen(many)[0]);
    }

    [Fact]
    public void A_number_has_no_per_cent()
    {
        var screen = Screen(Samples.Number);
        Assert.Equal(["score -0.824", "The model gives a number, not a class: there is no probability."], screen[..2]);
        Assert.DoesNotContain("%", string.Join('\n', screen));
        string page = HtmlReport.Write(Samples.Number);
        Assert.Contains("<h1>score <span class=\"soft\">-0.824</span></h1>", page);
        Assert.Contains("<h2>Numbers</h2>", page);
        Assert.DoesNotContain("logit -", page);
    }

    [Theory]
    [InlineData(0.0001234, "0.0001234")]
    [InlineData(0, "0")]
    [InlineData(-12.34567, "-12.346")]
    [InlineData(1.5e9, "1.5E+09")]
    public void Numbers_keep_their_digits(double value, string written) => Assert.Equal(written, OutputText.Value(new(0, "score", value, null)));

    [Fact]
    public void Signs_of_a_number_raise_and_lower_it()
    {
        var signed = Samples.Number with { Layers = Samples.Rich.Layers, Tokens = Samples.Rich.Tokens, Words = Samples.Rich.Words, Text = Samples.Rich.Text };
        Assert.Contains("▁…█ raises score, ░▒▓ lowers it", string.Join('\n', Screen(signed)));
        Assert.Contains("orange raises score, blue lowers it", HtmlReport.Write(signed));
        Assert.Contains("▁…█ speaks for negative, ░▒▓ against it", string.Join('\n', Screen(Samples.Rich)));
    }

    [Fact]
    public void Labels_of_one_name_have_their_indices()
    {
        Assert.Equal("good (index 2) 50.0 %, explained: good (index 0) 40.0 %", Screen(Twice)[0]);
        string page = HtmlReport.Write(Twice);
        Assert.Contains("<h1>good (index 2) <span", page);
        Assert.Contains("<strong>good (index 0)</strong>", page);
        Assert.Contains(">bad</span>", page);
    }

    [Fact]
    public void Words_that_were_not_to_be_listed_are_not_said_to_have_no_score()
    {
        var none = Samples.Plain with { Options = Samples.Plain.Options with { Top = 0 } };
        Assert.Contains("  not listed (top 0)", Screen(none));
        Assert.Contains("Not listed: top is 0.", HtmlReport.Write(none));
    }

    private static string[] Screen(Explanation explanation)
    {
        var text = new StringWriter { NewLine = "\n" };
        new ConsoleReport(new PlainPen(text), 78).Write(explanation);
        return text.ToString().Split('\n');
    }
}

using PureSaliency.Cli.Reports;
using PureSaliency.Saliency;
using PureSaliency.Tests.Saliency.Report;

namespace PureSaliency.Tests.Cli;

public class ConsoleReportSpec
{
    [Fact]
    public void A_plain_report_marks_the_words_and_lists_scores()
    {
        string report = Plain(Samples.Plain);
        string[] lines = report.Split('\n');
        Assert.Equal("positive 97.1 %", lines[0]);
        Assert.Equal("  a warm, funny and gripping film that stays with you", lines[2]);
        Assert.Equal(lines[2].IndexOf("gripping", StringComparison.Ordinal), lines[3].IndexOf("████████", StringComparison.Ordinal));
        Assert.Contains("Top words, layer 4 of 6\n  gripping             ████████████████████████ +", report);
        Assert.Contains("  heart *  ", report);
        Assert.Contains("decoded-grad-cam", report);
        Assert.DoesNotContain('\u001b', report);
    }

    [Fact]
    public void Signs_layers_and_the_class_explained_are_told()
    {
        string report = Plain(Samples.Rich);
        Assert.Contains(", explained: negative 2.9 %", report);
        Assert.Contains("░▒▓ against it", report);
        Assert.Contains("Layers: their top words | decoded words\n   0  ", report);
        Assert.Matches(@" -\d+\.\d %", report);
    }

    [Theory]
    [InlineData(true, 0, "evidence: gradient of layer 4 right to 2.0e-9 along 4 directions · 49 passes", "")]
    [InlineData(false, 1, "evidence: THE GRADIENT of layer 4 IS WRONG: off by 2.0e-9 along 4 directions, 1.0e-6 allowed · 49 passes", "error: the evidence does not hold: THE GRADIENT")]
    public void Evidence_is_one_line_and_fails_visibly(bool holds, int code, string line, string error)
    {
        using var cli = new Harness { Evidence = new() { Holds = holds, Layer = 4, Gradient = new(4, 2e-9, 1e-6, true, holds), Passes = 49 } };
        Assert.Equal(code, cli.Run("explain", "a film", "--evidence"));
        Assert.Contains(line, cli.Output, StringComparison.Ordinal);
        Assert.StartsWith(error, cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, cli.Run("explain", "--input", cli.Write("a.txt", "a film"), "--evidence", "--format", "jsonl"));
    }

    [Fact]
    public void Notes_are_told() => Assert.Contains("note: The text has 600 tokens", Plain(Samples.Windowed));

    [Fact]
    public void No_line_of_the_text_is_wider_than_the_screen()
    {
        foreach (string line in Plain(Samples.Windowed).Split('\n').Where(l => l.StartsWith("  word", StringComparison.Ordinal)))
            Assert.InRange(TextLayout.Columns(line), 0, 60);
    }

    [Fact]
    public void A_text_cannot_steer_the_terminal()
    {
        var hostile = Samples.Plain with { Text = "\u001b]0;owned\a", Words = [], Notes = ["\u001b[2J"] };
        hostile = hostile with { Layers = [hostile.Layers[0] with { WordScores = [] }] };
        Assert.DoesNotContain('\u001b', Plain(hostile));
    }

    [Fact]
    public void Colours_are_grounds_behind_the_words()
    {
        var text = new StringWriter();
        new ConsoleReport(new ColourPen(text), 78).Write(Samples.Plain);
        Assert.Matches("\u001b\\[[0-9;]*48;[0-9;]*mgripping\u001b", text.ToString());
        Assert.DoesNotMatch("\u001b\\[[0-9;]*48;[0-9;]*mfunny", text.ToString());
    }

    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("one two", 7, "one two")]
    [InlineData("one  two", 4, "one |two")]
    [InlineData("abcdefgh", 3, "abc|def|gh")]
    [InlineData("a\n\nb", 5, "a||b")]
    [InlineData("映画映画", 4, "映画|映画")]
    [InlineData("", 5, "")]
    [InlineData("a 👩\u200D👩\u200D👧\u200D👦 👩\u200D👩\u200D👧\u200D👦", 6, "a 👩\u200D👩\u200D👧\u200D👦|👩\u200D👩\u200D👧\u200D👦")]
    [InlineData("🇩🇪🇫🇷🇮🇹", 4, "🇩🇪🇫🇷|🇮🇹")]
    public void Lines_break_at_blanks_where_there_are_any(string text, int width, string lines) =>
        Assert.Equal(lines.Split('|'), TextLayout.Lines(text, width).Select(range => text[range]));

    [Theory]
    [InlineData("ab", 4, "ab  ")]
    [InlineData("abcdef", 4, "abc…")]
    [InlineData("映画映画", 4, "映… ")]
    [InlineData("映画", 4, "映画")]
    [InlineData("👍🏽👍🏽👍🏽", 4, "👍🏽… ")]
    [InlineData("⭐⭐", 5, "⭐⭐ ")]
    public void A_name_takes_just_its_columns(string text, int columns, string fitted) =>
        Assert.Equal(fitted, TextLayout.Fit(text, columns));

    [Theory]
    [InlineData("film", 4)]
    [InlineData("★☆♥", 3)] // as wide as letters where no East Asian font is
    [InlineData("⭐✨⚡", 6)]
    [InlineData("😀🎉", 4)]
    [InlineData("👩\u200D👩\u200D👧\u200D👦", 2)]
    [InlineData("👍🏽", 2)]
    [InlineData("🇩🇪", 2)]
    [InlineData("❤\uFE0F", 2)]
    [InlineData("❤", 1)]
    [InlineData("1\uFE0F\u20E3", 2)]
    [InlineData("e\u0301a\u0308\u0304", 2)]
    [InlineData("映画", 4)]
    [InlineData("ｱｲ", 2)]
    [InlineData("한국", 4)]
    [InlineData("क\u094D\u200Dष", 2)]
    [InlineData("می\u200Cخواهم", 7)]
    [InlineData("", 0)]
    public void Columns_are_those_of_a_terminal(string text, int columns)
    {
        Assert.Equal(columns, TextLayout.Columns(text));
        Assert.Equal(columns, TextLayout.Places(text)[^1]);
    }

    [Theory]
    [InlineData("👩\u200D👩\u200D👧\u200D👦 good", "👩\u200D👩\u200D👧\u200D👦", 2)]
    [InlineData("⭐⭐ 🇩🇪 good", "⭐⭐ 🇩🇪", 7)]
    [InlineData("1\uFE0F\u20E3 e\u0301 good", "1\uFE0F\u20E3 e\u0301", 4)]
    public void Marks_stand_under_their_word(string text, string before, int columns)
    {
        int at = text.IndexOf("good", StringComparison.Ordinal);
        var explained = Samples.Plain with { Text = text, Words = [Samples.Plain.Words[0] with { Text = "good", Start = at, End = at + 4 }] };
        explained = explained with { Layers = [explained.Layers[0] with { WordScores = [1.0] }] };
        string[] lines = Plain(explained).Split('\n');
        Assert.Equal($"  {before} good", lines[2]);
        Assert.Equal(new string(' ', 2 + columns + 1) + "████", lines[3]);
    }

    private static string Plain(Explanation explanation)
    {
        var text = new StringWriter { NewLine = "\n" };
        new ConsoleReport(new PlainPen(text), 60).Write(explanation);
        return text.ToString();
    }
}

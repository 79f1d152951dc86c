using System.Text.Json;
using CsvHelper;
using PureSaliency.Cli.Reports;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Report;
using PureSaliency.Tests.Saliency.Report;

namespace PureSaliency.Tests.Cli;

/// <summary>explain --method a,b: in every format, of a text and of a file.</summary>
public sealed class ComparisonSpec
{
    private const string Both = "grad-norm,decoded-grad-cam";
    private const string Table = "id,text\n7,first\n8,\n9,refuse\n10,last\n";

    [Fact]
    public void Options_go_to_each_method()
    {
        using var cli = new Harness();
        Assert.Equal(0, cli.Run("explain", "a film", "--method", " grad-norm, decoded-grad-cam", "--top", "3", "--steps", "7"));
        var common = new ExplainOptions { Top = 3 }.With(IntegratedGradients.Steps, 7);
        Assert.Equal([("a film", common with { Method = GradNorm.Name, Decode = false }), ("a film", common with { Method = GradCam.Name, Decode = true })], cli.Asked);
    }

    [Fact]
    public void A_text_shows_shares_and_agreement_by_numbers_of_methods()
    {
        string report = Report(ComparisonJsonSpec.Sample, 78);
        string[] lines = report.Split('\n');
        Assert.Equal("positive 97.1 %", lines[0]);
        Assert.Equal(["   1  decoded-grad-cam · rectify relu, layer 4 of 6", "   2  grad-norm, layer 4 of 6", "   3  random"], lines[2..5]);
        var word = ComparedWord.Of(ComparisonJsonSpec.Sample)[0];
        Assert.Contains($"Shares of the words\n{"1",32}{"2",10}{"3",10}\n  {word.Name,-20}{string.Concat(word.Lines.Select(line => HeatMap.Signed(line).PadLeft(10)))}\n", report);
        string agreement = report[report.IndexOf("Agreement", StringComparison.Ordinal)..];
        Assert.Contains($"\n{"2",36}{"3",14}\n   1  decoded-grad-cam", agreement);
        Assert.Contains(AgreementText.Correlation(ComparisonJsonSpec.Sample.Between(1, 2)), agreement);
        Assert.Contains("note: random: It is drawn.\n", report);
        Assert.DoesNotContain(" 3  random  ", agreement); // the last has been held against all others
    }

    [Fact]
    public void Columns_that_do_not_fit_stand_below()
    {
        string report = Report(ComparisonJsonSpec.Sample, 42);
        Assert.All(report.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line.Contains('%')), line => Assert.InRange(TextLayout.Columns(line), 0, 42));
        Assert.Contains($"\n{"1",32}{"2",10}\n", report);
        Assert.Contains($"\n{"3",32}\n", report);
    }

    [Fact]
    public void A_note_of_all_methods_is_said_once() =>
        Assert.Equal(1, Report(MethodComparison.Of([Samples.Windowed, Samples.Windowed]), 78).Split("note: The text has 600 tokens").Length - 1);

    [Fact]
    public void Where_there_is_nothing_to_list_it_is_said()
    {
        using var cli = new Harness();
        Assert.Equal(0, cli.Run("explain", "a film", "--method", Both));
        Assert.Contains("  none has a score\n", cli.Output);
        using var none = new Harness { Answer = text => Samples.Plain with { Text = text } };
        Assert.Equal(0, none.Run("explain", "a film", "--method", Both, "--top", "0"));
        Assert.Contains("  not listed (top 0)\n", none.Output);
    }

    [Fact]
    public void Evidence_is_that_of_each_method()
    {
        using var cli = new Harness { Evidence = Samples.Tried.Evidence };
        Assert.Equal(0, cli.Run("explain", "a film", "--method", Both, "--evidence"));
        Assert.Equal(["evidence: grad-norm", "evidence: decoded-grad-cam"],
            cli.Output.Split('\n').Where(line => line.StartsWith("evidence: ", StringComparison.Ordinal)).Select(line => string.Join(':', line.Split(':')[..2])));
        using var wrong = new Harness { Evidence = Samples.Tried.Evidence! with { Holds = false } };
        Assert.NotEqual(0, wrong.Run("explain", "a film", "--method", Both, "--evidence"));
        Assert.Contains("the evidence of grad-norm does not hold: ", wrong.Error);
    }

    [Theory]
    [InlineData("json", false)]
    [InlineData("jsonl", true)]
    public void A_text_is_one_object(string format, bool onOneLine)
    {
        using var cli = new Harness();
        Assert.Equal(0, cli.Run("explain", "a film", "--method", Both, "--format", format));
        var comparison = ComparisonJson.Read(cli.Output);
        Assert.Equal(("a film", 2, 1), (comparison.Text, comparison.Explanations.Count, comparison.Agreement.Count));
        Assert.Equal(["grad-norm", "decoded-grad-cam"], comparison.Methods);
        Assert.Equal(onOneLine, cli.Output.TrimEnd().Split('\n').Length == 1);
    }

    [Fact]
    public void A_file_gives_a_line_a_text_with_all_methods()
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run("explain", "--input", cli.Write("a.csv", Table), "--keep", "id", "--method", Both, "--format", "jsonl"));
        string[] lines = cli.Output.TrimEnd().Split('\n');
        Assert.Equal(["grad-norm", "grad-cam"], ComparisonJson.ReadHead(lines[0]).Options.Select(options => options.Method));
        var rows = lines[1..].Select(CorpusJson.ReadRow).ToArray();
        Assert.Equal(["7", "8", "9", "10"], rows.Select(row => row.Keep!["id"].GetString()));
        Assert.Equal([null, "the text is empty.", "This text is refused.", null], rows.Select(row => row.Problem));
        Assert.Equal(["grad-norm", "decoded-grad-cam"], rows[3].Methods!.Select(method => method.Method));

        using var one = new Harness();
        Assert.Equal(2, one.Run("explain", "--input", one.Write("a.csv", Table), "--keep", "id", "--method", Both, "--format", "json"));
        Assert.Equal(4, JsonDocument.Parse(one.Output).RootElement.GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public void A_table_has_a_row_a_text_and_columns_for_each_method()
    {
        using var cli = new Harness { Answer = text => Samples.Rich with { Text = text } };
        Assert.Equal(2, cli.Run("explain", "--input", cli.Write("a.csv", Table), "--keep", "id", "--method", Both, "--output", cli.Place("out.csv")));
        using var reader = CsvReader.Create(File.OpenRead(cli.Place("out.csv")), new CsvReaderOptions { Separator = ',' });
        Assert.Equal(["row", "line", "id", "text", "class", "probability", "logit", "target", "words.grad-norm", "scores.grad-norm",
            "words.decoded-grad-cam", "scores.decoded-grad-cam", "agreement", "problem"], reader.Headers);
        Assert.True(reader.Read());
        string words = string.Join(' ', Samples.Rich.TopWords().Where(word => word.Score > 0).Take(10).Select(word => word.Word));
        Assert.Equal((words, words, "first"), (reader.GetString(8), reader.GetString(10), reader.GetString(3)));
        Assert.Equal(1, double.Parse(reader.GetString(12), System.Globalization.CultureInfo.InvariantCulture), 1e-12);
        Assert.True(reader.Read());
        Assert.Equal(("", "the text is empty."), (reader.GetString(8), reader.GetString(13)));
    }

    [Fact]
    public void A_page_and_a_file_of_text_hold_each_text()
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run("explain", "--input", cli.Write("a.csv", Table), "--method", Both, "--output", cli.Place("out.html")));
        Assert.Equal(2, File.ReadAllText(cli.Place("out.html")).Split("<details class=\"comparison\"").Length - 1);
        Assert.Equal(2, cli.Run("explain", "--input", cli.Place("a.csv"), "--method", Both, "--output", cli.Place("out.txt")));
        Assert.Equal(2, File.ReadAllText(cli.Place("out.txt")).Split("Agreement: ").Length - 1);
        Assert.Contains("not explained", File.ReadAllText(cli.Place("out.txt")));
    }

    [Fact]
    public void A_stopped_run_is_gone_on_with_by_the_same_methods_alone()
    {
        using var cli = new Harness();
        string input = cli.Write("a.txt", "x\ny\nz\n"), output = cli.Place("out.jsonl");
        Assert.Equal(0, cli.Run("explain", "--input", input, "--method", Both, "--output", output));
        string whole = File.ReadAllText(output);
        File.WriteAllLines(output + ".partial", whole.Split('\n')[..2]);
        File.Delete(output);
        Assert.Equal(0, cli.Run("explain", "--input", input, "--method", Both, "--output", output, "--resume"));
        Assert.Equal(whole, File.ReadAllText(output));

        foreach (var (other, problem) in new[] { ("grad-norm", "of another command"), ("decoded-grad-cam,grad-norm", "expected the methods decoded-grad-cam, grad-norm; found the methods grad-norm, decoded-grad-cam."),
            (Both + " --top 3", "expected top 3; found top 10.") })
        {
            using var another = new Harness();
            File.WriteAllLines(another.Place("out.jsonl.partial"), whole.Split('\n')[..2]);
            string[] args = ["explain", "--input", another.Write("a.txt", "x\ny\nz\n"), "--output", another.Place("out.jsonl"), "--resume", "--method", .. other.Split(' ')];
            Assert.Equal(2, another.Run(args));
            Assert.Contains(problem, another.Error);
        }
    }

    [Theory]
    [InlineData("--method grad-norm,grad-norm", "--method: expected each name once; found 'grad-norm' twice.")]
    [InlineData("--method grad-norm,grod-cam", "random; found 'grod-cam'.")]
    [InlineData("--method grad-norm,list", "random; found 'list'.")]
    [InlineData("--method grad-norm,", "random; found ''.")]
    public void What_cannot_be_compared_gets_a_sentence(string line, string problem)
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run(["explain", "a film", .. line.Split(' ')]));
        Assert.Contains(problem, cli.Error);
        Assert.Null(cli.Loaded);
    }

    [Fact]
    public void A_kept_column_has_a_name_of_its_own()
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run("explain", "--input", cli.Write("a.csv", "text,words.grad-norm\nx,y\n"), "--keep", "words.grad-norm", "--method", Both, "--format", "csv"));
        Assert.Contains("--keep words.grad-norm: the result has a column of this name itself", cli.Error);
    }

    private static string Report(MethodComparison comparison, int width)
    {
        var text = new StringWriter { NewLine = "\n" };
        new ComparisonReport(new PlainPen(text), width).Write(comparison, timed: false);
        return text.ToString();
    }
}

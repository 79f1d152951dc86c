using System.Text.Json;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Tests.Cli;

public class OutputSpec
{
    [Fact]
    public void A_text_gives_one_object_and_an_input_one_with_rows()
    {
        using var cli = new Harness();
        Assert.Equal(0, cli.Run("explain", "a film", "--format", "json"));
        Assert.Equal("a film", ExplanationJson.Read(cli.Output).Text);

        using var many = new Harness();
        Assert.Equal(0, many.Run("explain", "--input", many.Write("a.txt", "x\ny"), "--format", "json"));
        using var array = JsonDocument.Parse(many.Output);
        Assert.Equal(["x", "y"], array.RootElement.GetProperty("rows").EnumerateArray().Select(e => e.GetProperty("text").GetString()));
    }

    [Fact]
    public void Lines_are_objects()
    {
        using var cli = new Harness();
        Assert.Equal(0, cli.Run("explain", "--input", cli.Write("a.txt", "x\ny"), "--format", "jsonl"));
        Assert.Equal(["x", "y"], new CorpusReader(new StringReader(cli.Output), "").Rows().Select(row => row.Text));
    }

    [Theory]
    [InlineData("out.json", "{\"schema\":\"puresaliency/explanation/2\",\"program\":")]
    [InlineData("out.jsonl", "{\"schema\":\"puresaliency/explanation/2\",\"program\":")]
    [InlineData("out.csv", "row,line,text,class,")]
    [InlineData("out.html", "<!doctype html>")]
    [InlineData("out.txt", "positive 97.1 %")]
    public void A_file_is_written_by_its_ending_and_nothing_stays_beside_it(string name, string start)
    {
        using var cli = new Harness();
        string input = cli.Write("a.txt", "x\ny");
        Assert.Equal(0, cli.Run("explain", "--input", input, "--output", cli.Place(name)));
        Assert.StartsWith(start, File.ReadAllText(cli.Place(name)));
        Assert.Equal("", cli.Output);
        Assert.Equal(2, Directory.GetFiles(cli.Folder).Length);
    }

    [Fact]
    public void The_file_appears_only_when_it_is_whole()
    {
        using var cli = new Harness();
        string path = cli.Place("out.json");
        File.WriteAllText(path, "old");
        var usual = cli.Answer;
        cli.Answer = text =>
        {
            Assert.Equal("old", File.ReadAllText(path));
            Assert.True(File.Exists(path + ".partial"));
            return usual(text);
        };
        Assert.Equal(0, cli.Run("explain", "x", "--output", path));
        Assert.Equal("x", ExplanationJson.Read(File.ReadAllText(path)).Text);
        Assert.Equal([path], Directory.GetFiles(cli.Folder));
    }

    [Theory]
    [InlineData("refuse", 2)]
    [InlineData("crash", 1)]
    public void A_failure_leaves_the_old_file_and_nothing_beside_it(string text, int code)
    {
        using var cli = new Harness();
        string path = cli.Place("out.html");
        File.WriteAllText(path, "old");
        cli.Answer = _ => throw new InvalidOperationException();
        Assert.Equal(code, cli.Run("explain", text, "--output", path));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(cli.Folder));
    }

    [Fact]
    public void An_output_that_cannot_be_written_is_told_before_the_model_loads()
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run("explain", "x", "--output", cli.Place("none/out.json")));
        Assert.Contains("there is no folder", cli.Error);
        Assert.Equal(2, cli.Run("explain", "x", "--output", cli.Folder));
        Assert.Contains("found a folder", cli.Error);
        Assert.Equal(2, cli.Run("explain", "x", "--output", ""));
        Assert.Contains("found nothing", cli.Error);
        Directory.CreateDirectory(cli.Place("taken.json.partial"));
        Assert.Equal(2, cli.Run("explain", "x", "--output", cli.Place("taken.json")));
        Assert.Contains("cannot be written", cli.Error);
        Assert.Null(cli.Loaded);
    }

    [Theory]
    [InlineData("json", ",\"rows\":[]}\n")]
    [InlineData("jsonl", ",\"labels\":[\"negative\",\"positive\"]}\n")]
    [InlineData("csv", "row,line,text,class,probability,logit,target,words,scores,problem\n")]
    [InlineData("text", "")]
    public void No_texts_are_an_empty_result(string format, string written)
    {
        using var cli = new Harness();
        Assert.Equal(0, cli.Run("explain", "--input", cli.Write("a.txt", "\n"), "--format", format));
        Assert.EndsWith(written, cli.Output);
        Assert.InRange(cli.Output.Split('\n').Length, 1, 2);
    }

    [Fact]
    public void A_page_of_none_is_still_a_page()
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run("explain", "--input", cli.Write("a.txt", "refuse"), "--format", "html"));
        Assert.StartsWith("<!doctype html>", cli.Output);
        Assert.EndsWith("</html>\n", cli.Output);
    }

    [Theory]
    [InlineData("out.docx", "found '.docx'")]
    [InlineData("out.xml", "found '.xml'")]
    [InlineData("out", "found no ending")]
    public void An_ending_that_says_no_format_is_refused(string name, string found)
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run("explain", "x", "--output", cli.Place(name)));
        Assert.Contains(found, cli.Error);
        Assert.Equal(0, cli.Run("explain", "x", "--output", cli.Place(name), "--format", "html"));
        Assert.StartsWith("<!doctype html>", File.ReadAllText(cli.Place(name)));
    }
}

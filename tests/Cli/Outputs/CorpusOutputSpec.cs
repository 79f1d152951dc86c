using System.Text.Json;
using CsvHelper;
using PureSaliency.Saliency.Report;
using PureSaliency.Tests.Saliency.Report;

namespace PureSaliency.Tests.Cli.Outputs;

/// <summary>Results of a corpus can be joined with it: each row of the input is one, in its place.</summary>
public class CorpusOutputSpec
{
    private const string Table = "id,text,stars\n7,\"first, of all\",5\n8,,4\n9,refuse,3\n\"=1+1\",last,\n";

    [Fact]
    public void Lines_say_once_what_holds_for_all_and_keep_rows_and_columns()
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run("explain", "--input", cli.Write("a.csv", Table), "--keep", "id,stars", "--format", "jsonl"));
        var reader = new CorpusReader(new StringReader(cli.Output), "a");
        Assert.Equal(("a.csv", "text"), (reader.Head.Input, reader.Head.Column));
        Assert.Equal(["id", "stars"], reader.Head.Keep);
        Assert.Equal(Samples.Plain.Model, reader.Head.Model);
        var rows = reader.Rows().ToArray();
        Assert.Equal([(1L, 2L), (2L, 3L), (3L, 4L), (4L, 5L)], rows.Select(row => (row.Row, row.Line)));
        Assert.Equal(["7", "8", "9", "=1+1"], rows.Select(row => row.Keep!["id"].GetString()));
        Assert.Equal(["first, of all", null, "refuse", "last"], rows.Select(row => row.Text));
        Assert.Equal([null, "the text is empty.", "This text is refused.", null], rows.Select(row => row.Problem));
        Assert.Equal(["positive", null, null, "positive"], rows.Select(row => row.Prediction?.Label));
    }

    [Fact]
    public void A_broken_row_keeps_its_place()
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run("explain", "--input", cli.Write("a.csv", "id,text\n7,a warm, lovely film\n8,last\n"), "--keep", "id", "--format", "jsonl"));
        var rows = new CorpusReader(new StringReader(cli.Output), "a").Rows().ToArray();
        Assert.Equal((1L, null), (rows[0].Row, rows[0].Keep));
        Assert.StartsWith("expected 2 fields, found 3", rows[0].Problem);
        Assert.Equal("8", rows[1].Keep!["id"].GetString());
    }

    [Fact]
    public void Fields_of_objects_are_kept_as_they_are()
    {
        using var cli = new Harness();
        Assert.Equal(0, cli.Run("explain", "--input", cli.Write("a.jsonl", "{\"id\":7,\"text\":\"x\",\"tags\":[\"a\"],\"no\":null}\n"),
            "--keep", "id", "--keep", "tags,no", "--format", "jsonl"));
        Assert.Contains("\"keep\":{\"id\":7,\"tags\":[\"a\"],\"no\":null}", cli.Output);
    }

    [Fact]
    public void One_object_says_it_once_too()
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run("explain", "--input", cli.Write("a.txt", "x\nrefuse\ny"), "--format", "json"));
        using var json = JsonDocument.Parse(cli.Output);
        Assert.Equal("a.txt", json.RootElement.GetProperty("input").GetString());
        Assert.Equal(["x", "refuse", "y"], json.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("text").GetString()));
    }

    [Fact]
    public void A_table_has_a_row_for_each_row_and_is_read_back()
    {
        using var cli = new Harness();
        cli.Answer = text => Samples.Rich with { Text = text };
        Assert.Equal(2, cli.Run("explain", "--input", cli.Write("a.csv", Table), "--keep", "id,stars", "--output", cli.Place("out.csv")));
        using var reader = CsvReader.Create(File.OpenRead(cli.Place("out.csv")), new CsvReaderOptions { Separator = ',' });
        Assert.Equal(["row", "line", "id", "stars", "text", "class", "probability", "logit", "target", "words", "scores", "problem"], reader.Headers);
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i))]);
        Assert.Equal(["1", "2", "7", "5", "first, of all"], rows[0][..5]);
        Assert.Equal(["positive", "0.9706", "1.75", "negative"], rows[0][5..9]);
        var top = Samples.Rich.TopWords().Where(word => word.Score > 0).Take(10).ToArray();
        Assert.Equal(top.Select(word => word.Word), rows[0][9].Split(' '));
        Assert.Equal(top.Select(word => word.Score), rows[0][10].Split(' ').Select(score => double.Parse(score, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(["2", "3", "8", "4", "", "", "", "", "", "", "", "the text is empty."], rows[1]);
        Assert.Equal(["3", "4", "9", "3", "refuse", "", "", "", "", "", "", "This text is refused."], rows[2]);
        Assert.Equal(["4", "5", "=1+1", "", "last"], rows[3][..5]);
        Assert.Equal(4, rows.Count);
    }

    [Theory]
    [InlineData("--keep id,none --format jsonl", "there is no column 'none'")]
    [InlineData("--keep id,id --format jsonl", "found 'id' twice")]
    [InlineData("--keep text --format jsonl", "this is the text")]
    [InlineData("--keep id,,stars --format jsonl", "found an empty one")]
    [InlineData("--keep id --format html", "found html")]
    [InlineData("--detail tokens --format csv", "found csv")]
    [InlineData("--keep row --format csv", "the result has a column of this name itself")]
    public void What_cannot_be_kept_is_refused(string line, string problem)
    {
        using var cli = new Harness();
        string input = cli.Write("a.csv", Table.Replace("stars", line.Contains("row") ? "row" : "stars"));
        Assert.Equal(2, cli.Run(["explain", "--input", input, .. line.Split(' ')]));
        Assert.Contains(problem, cli.Error);
        Assert.Null(cli.Loaded);
    }

    [Fact]
    public void Only_rows_have_columns()
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run("explain", "x", "--keep", "id"));
        Assert.Contains("--keep is about the rows of --input", cli.Error);
        Assert.Equal(2, cli.Run("explain", "--input", cli.Write("a.txt", "x"), "--keep", "id", "--format", "jsonl"));
        Assert.Contains("lines of text, which have no fields", cli.Error);
    }

    [Fact]
    public void Times_are_told_beside()
    {
        using var cli = new Harness();
        Assert.Equal(0, cli.Run("explain", "--input", cli.Write("a.txt", "x\ny"), "--output", cli.Place("out.jsonl")));
        Assert.Matches("note: explained 2 texts of [0-9]+ tokens in [0-9.]+ s", cli.Error);
        Assert.DoesNotContain("\"timing\"", File.ReadAllText(cli.Place("out.jsonl")));
    }
}

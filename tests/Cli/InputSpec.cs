using System.Text;

namespace PureSaliency.Tests.Cli;

public class InputSpec
{
    [Theory]
    [InlineData("a.txt", "first\n\n  \r\nsecond\r\nthird", "first|second|third")]
    [InlineData("a.txt", "\uFEFFfirst\n", "first")]
    [InlineData("a.txt", "{\"text\": 1}", "{\"text\": 1}")]
    [InlineData("a.jsonl", "{\"text\":\"first\"}\n\n{\"id\":7,\"text\":\"a\\nb \\u00e9\"}", "first|a\nb é")]
    [InlineData("a.csv", "id,text\n1,first\n2,\"a, \"\"b\"\"\nc\"\n", "first|a, \"b\"\nc")]
    [InlineData("a.csv", "text\nwith \"quotes\" inside", "with \"quotes\" inside")]
    [InlineData("a.csv", "\uFEFFtext,id\nfirst,1", "first")]
    [InlineData("a.TSV", "text\tid\nfirst, with comma\t1\r\nsecond\t2", "first, with comma|second")]
    public void Each_kind_of_file_gives_its_texts(string name, string content, string? texts)
    {
        using var cli = new Harness();
        int code = cli.Run("explain", "--input", cli.Write(name, content), "--format", "jsonl");
        Assert.Equal(texts is null ? 2 : 0, code);
        Assert.Equal(texts?.Split('|') ?? [], cli.Asked.Select(a => a.Text));
    }

    [Theory]
    [InlineData("first\n\nsecond\n", "first|second")]
    [InlineData("\n{\"text\":\"first\"}\n{\"text\":\"second\"}", "first|second")]
    [InlineData("", "")]
    public void Standard_input_is_lines_or_objects(string content, string texts)
    {
        using var cli = new Harness { Input = new MemoryStream(Encoding.UTF8.GetBytes(content)) };
        Assert.Equal(0, cli.Run("explain", "--input", "-", "--format", "jsonl"));
        Assert.Equal(texts.Split('|', StringSplitOptions.RemoveEmptyEntries), cli.Asked.Select(a => a.Text));
    }

    [Theory]
    [InlineData("a.jsonl", "{\"review\":\"first\"}")]
    [InlineData("a.csv", "label,review\npositive,first")]
    [InlineData("a.tsv", "review\tlabel\nfirst\tpositive")]
    public void A_column_can_be_named(string name, string content)
    {
        using var cli = new Harness();
        Assert.Equal(0, cli.Run("explain", "--input", cli.Write(name, content), "--column", "review", "--format", "jsonl"));
        Assert.Equal("first", cli.Asked.Single().Text);
    }

    [Theory]
    [InlineData("a.jsonl", "{\"text\":\"first\"}\n{\"text\":\"br\n{\"text\":\"last\"}", "line 2: expected a JSON object")]
    [InlineData("a.jsonl", "{\"text\":\"first\"}\n[1]\n{\"text\":\"last\"}", "line 2: expected a JSON object; found an array")]
    [InlineData("a.jsonl", "{\"text\":\"first\"}\n{\"txt\":\"x\",\"id\":1}\n{\"text\":\"last\"}", "line 2: expected a field 'text'; found 'txt', 'id'.")]
    [InlineData("a.jsonl", "{\"text\":\"first\"}\n{\"text\":3}\n{\"text\":\"last\"}", "line 2: expected text in field 'text'; found a number")]
    [InlineData("a.jsonl", "{\"text\":\"first\"}\n{\"text\":\"\\ud800\"}\n{\"text\":\"last\"}", "line 2: expected text in 'text'; found an escape")]
    [InlineData("a.jsonl", "{\"text\":\"first\"}\n{\"text\":\" \"}\n{\"text\":\"last\"}", "line 2: the text is empty")]
    [InlineData("a.txt", "first\nrefuse\nlast", "line 2: This text is refused.")]
    [InlineData("a.csv", "id,text\n1,first\n2\n3,last", "line 3: expected 2 fields, found 1;")]
    [InlineData("a.csv", "id,text\n\n1,first\n2,\n3,last", "line 4: the text is empty")]
    public void A_bad_record_is_told_with_its_line_and_the_others_are_done(string name, string content, string problem)
    {
        using var cli = new Harness();
        string path = cli.Write(name, content);
        Assert.Equal(2, cli.Run("explain", "--input", path, "--format", "jsonl"));
        Assert.StartsWith($"error: {path}, {problem}", cli.Error);
        Assert.Equal("error: 1 of 3 texts could not be explained.", cli.Error.TrimEnd().Split('\n')[1..].Single());
        Assert.Equal(["first", "last"], cli.Asked.Select(a => a.Text).Where(t => t != "refuse"));
        Assert.Equal(4, cli.Output.TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("a.txt", "line 2: expected UTF-8; found byte 0xE9 at offset 6")]
    [InlineData("a.jsonl", "line 2: expected UTF-8; found byte 0xE9 at offset 6")]
    [InlineData("a.csv", "line 2: expected UTF-8; found byte 0xE9 at offset 6")]
    public void A_file_that_is_not_utf8_is_refused_before_any_work(string name, string problem)
    {
        using var cli = new Harness();
        string path = cli.Write(name, [.. "text\na"u8, 0xE9, .. "b\n"u8]);
        Assert.Equal(2, cli.Run("explain", "--input", path, "--output", cli.Place("out.json")));
        Assert.Contains($"{path}, {problem}", cli.Error);
        Assert.Null(cli.Loaded);
        Assert.Equal([path], Directory.GetFiles(cli.Folder));
    }

    [Fact]
    public void Standard_input_that_is_not_utf8_ends_there_and_what_was_done_is_whole()
    {
        using var cli = new Harness { Input = new MemoryStream([.. "first\n"u8, 0xFF, .. "\nlast"u8]) };
        Assert.Equal(2, cli.Run("explain", "--input", "-", "--format", "json"));
        Assert.Contains("standard input, line 2: expected UTF-8; found byte 0xFF at offset 6", cli.Error);
        Assert.Equal("first", cli.Asked.Single().Text);
        Assert.EndsWith("}\n]}\n", cli.Output);
    }

    [Theory]
    [InlineData("a.csv", "id,review\n1,x", "there is no column 'text'; its columns are 'id', 'review'")]
    [InlineData("a.csv", "", "found an empty file")]
    [InlineData("a.csv", "id,text\n1,\"open\n2,x\n3,y", "line 2: expected a quote that closes the field")]
    [InlineData("a.pdf", "x", ".txt, .jsonl, .csv or .tsv")]
    [InlineData("plain", "x", ".txt, .jsonl, .csv or .tsv")]
    public void A_file_that_cannot_be_used_gets_a_sentence(string name, string content, string problem)
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run("explain", "--input", cli.Write(name, content), "--format", "jsonl"));
        Assert.Contains(problem, cli.Error);
        Assert.Empty(cli.Asked);
    }

    [Fact]
    public void A_missing_file_and_a_folder_get_sentences()
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run("explain", "--input", cli.Place("none.txt")));
        Assert.Contains("there is no such file", cli.Error);
        Directory.CreateDirectory(cli.Place("folder.txt"));
        Assert.Equal(2, cli.Run("explain", "--input", cli.Place("folder.txt")));
        Assert.Contains("found a folder", cli.Error);
    }

    [Fact]
    public void Lines_longer_than_the_buffer_are_read_whole_and_endless_ones_are_refused()
    {
        using var cli = new Harness();
        string text = string.Concat(Enumerable.Repeat("é 映 ", 50_000));
        Assert.Equal(0, cli.Run("explain", "--input", cli.Write("a.txt", $"a\n{text}\nb"), "--format", "jsonl"));
        Assert.Equal(["a", text, "b"], cli.Asked.Select(a => a.Text));
        Assert.Equal(2, cli.Run("explain", "--input", cli.Write("b.txt", new string('x', (1 << 24) + 1))));
        Assert.Contains("line 1: expected lines of at most", cli.Error);
    }
}

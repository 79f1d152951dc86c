using System.Text;
using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>Inputs that cannot be read, or only in part.</summary>
public sealed class InputsSpec : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("none.txt", "no such file")]
    [InlineData("folder.csv", "found a folder")]
    [InlineData("a.xml", "'.xml'")]
    public void No_file_of_texts(string name, string word)
    {
        Directory.CreateDirectory(_scratch["folder.csv"]);
        _scratch.File("a.xml", "x");
        Explain(name).Refuses(name, word);
        Assert.Equal(["a.xml", "folder.csv"], _scratch.Names);
    }

    [Theory]
    [InlineData("a.txt", "good\nbad ÿ\n", "line 2", "offset 9")]
    [InlineData("a.jsonl", "{\"text\":\"good\"}\n{\"text\":\"ÿ\"}\n", "line 2", "offset 25")]
    [InlineData("a.csv", "text\nÿ\n", "line 2", "offset 5")]
    [InlineData("a.tsv", "text\nÿ\n", "line 2", "offset 5")]
    public void A_file_that_is_not_UTF8(string name, string latin, string line, string offset)
    {
        _scratch.File(name, Encoding.Latin1.GetBytes(latin));
        Explain(name).Refuses(name, line, offset, "UTF-8", "0xFF");
        Assert.Equal([name], _scratch.Names);
    }

    [Fact]
    public void A_file_in_UTF16()
    {
        _scratch.File("a.txt", Encoding.Latin1.GetBytes("ÿþg\0"));
        Explain("a.txt").Refuses("a.txt", "UTF-16", "save it as UTF-8");
        Assert.Equal(["a.txt"], _scratch.Names);
    }

    [Fact]
    public void A_stream_that_is_not_UTF8() =>
        Cli.Run(["explain", "--input", "-", "--format", "jsonl"], Encoding.Latin1.GetBytes("good\nbad ÿ\n"))
            .Tells("standard input, line 2", "UTF-8", "0xFF", "offset 9");

    [Theory]
    [InlineData("a.csv", "a,b\n1,2\n", "'text'", "'a', 'b'")]
    [InlineData("a.jsonl", "{\"a\":\"x\"}\n", "'text'", "'a'")]
    [InlineData("a.csv", "", "'text'", "empty file")]
    public void A_column_that_is_not_there(string name, string content, string expected, string found)
    {
        _scratch.File(name, content);
        Explain(name).Tells(name, expected, found);
    }

    [Fact]
    public void A_field_whose_quote_is_never_closed()
    {
        _scratch.File("a.csv", "text\ngood\n\"bad\nugly\n");
        Explain("a.csv").Tells("a.csv, line 3", "quote");
    }

    [Fact]
    public void Malformed_lines_are_told_and_the_others_are_done()
    {
        string[] lines = ["""{"text":"good"}""", "{oops", "", """{"text":3}""", """{"txt":"a"}""", "[]", """{"text":"\ud800"}""",
            new string('[', 5000), """{"text":" "}""", """{"text":"bad"}"""];
        _scratch.File("a.jsonl", string.Join('\n', lines));
        Explain("a.jsonl").Refuses("line 2", "line 4", "line 5", "line 6", "line 7", "line 8", "line 9");
        Assert.Equal(["good", "bad"], Json.Lines(File.ReadAllText(_scratch["out.jsonl"])).Select(Json.Text));
        Assert.Equal(["a.jsonl", "out.jsonl"], _scratch.Names);
    }

    [Fact]
    public void A_file_without_texts_gives_a_whole_result()
    {
        _scratch.File("a.txt", "\n\r\n");
        Assert.Equal($"note: {_scratch["a.txt"]}: there are no texts in it.\n", Explain("a.txt").Error);
        Assert.Empty(Json.Rows(File.ReadAllText(_scratch["out.jsonl"])));
    }

    private Outcome Explain(string name) => Cli.Run("explain", "--input", _scratch[name], "--output", _scratch["out.jsonl"]);
}

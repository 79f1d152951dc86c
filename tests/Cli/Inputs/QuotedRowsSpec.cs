using System.Text;

namespace PureSaliency.Tests.Cli.Inputs;

/// <summary>What quoting a row has, what is told of it, and which ends of lines are refused.</summary>
public sealed class QuotedRowsSpec : IDisposable
{
    private const string Doubled = "a quote inside a quoted field is written twice (\"\")";
    private const string MoreText = "expected the end of the field after its closing quote; found more text; " + Doubled;
    private const string AfterBackslash = "expected the end of the field after its closing quote; found a quote after a backslash, but " + Doubled;
    private const string Blank = "expected a quote at the beginning of the field; found a blank before it, which makes the quotes a part of the text";
    private const string Escaped = "found a quote after a backslash in a field that runs over lines, but " + Doubled;

    private readonly InputFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("\"said\" so,1", MoreText + ".")]
    [InlineData("\"said\" so\",1", MoreText + ".")]
    [InlineData("\"\"said\",1", MoreText + ".")]
    [InlineData("5\", \"said\" ", Blank + ".")] // the quote of an inch is nothing
    [InlineData("a 5\",\"said\" so", MoreText + ".")]
    [InlineData("\"\",\"said\" so", MoreText + ".")]
    [InlineData("\"said \\\"hi\\\"\",1", AfterBackslash + ".")]
    [InlineData("\"a \\\"\",2\n\"b\",3", AfterBackslash + "; the row runs to line 3.")]
    [InlineData("\"he said \\\"\"go\nand left\",1", Escaped + "; the row runs to line 3.")]
    [InlineData("short", "expected 2 fields, found 1; a row has a field for each column of the header.")]
    [InlineData("a, b, c", "expected 2 fields, found 3; a text with a comma needs quotes.")]
    public void A_row_that_is_quoted_otherwise_is_told_in_a_sentence(string row, string problem)
    {
        string[] texts = _files.Texts("a.csv", $"text,n\n{row}\nlast,4\n");
        Assert.Equal([$"line 2: {problem}", "last"], texts);
    }

    [Theory]
    [InlineData(" \"a\" b,\"x\ny\"", " \"a\" b")] // a blank before it, and more behind: letters
    [InlineData("\"one\ntwo\",\"\"", "one\ntwo")]
    [InlineData("\"\"\"go\"\"\ntwo\",1", "\"go\"\ntwo")]
    [InlineData("a \\\"b\\\" c,1", "a \\\"b\\\" c")]
    [InlineData("\"back\\slash\ntwo\",1", "back\\slash\ntwo")]
    public void What_breaks_no_rule_is_read(string row, string text) => Assert.Equal([text], _files.Texts("a.csv", $"text,n\n{row}\n"));

    [Theory]
    [InlineData("text,n\n\"one\ntwo\",1\n", "one quoted row runs over several lines, from line 2 to line 3.")]
    [InlineData("text,n\nplain,0\n\"one\n\ntwo\",1\nplain,0\n\"three\nfour\",2\n", "2 quoted rows run over several lines, the first from line 3 to line 5.")]
    public void Rows_over_several_lines_are_told_once(string content, string note)
    {
        _files.Read("a.csv", content);
        Assert.Equal([$"a.csv: {note}"], _files.Notes);
    }

    [Fact]
    public void Quoted_rows_of_one_line_are_not_worth_a_word()
    {
        _files.Read("a.csv", "text,n\n\"one, two\",1\n");
        Assert.Empty(_files.Notes);
    }

    [Theory]
    [InlineData("text,n\na,1\n\"open,2\n", "a.csv, line 3: expected a quote that closes the field; found the end of the file.")]
    [InlineData("text,n\na,1\n\"open \\\"\",2\n", "a.csv, line 3: expected a quote that closes the field; found the end of the file. A backslash before a quote has no meaning: " + Doubled + ".")]
    [InlineData("\ntext\none\rtwo\n", "a.csv: expected rows that end in a line feed; found a carriage return alone outside quotes on line 3, which ends a row for some programs and not for others.")]
    [InlineData("text\n\"a\rb\"\none\rtwo\n", "a.csv: expected rows that end in a line feed; found a carriage return alone outside quotes, which ends a row for some programs and not for others.")]
    [InlineData("text\n\"a\r\nb\"\none\rtwo\n", "a.csv: expected rows that end in a line feed; found a carriage return alone outside quotes on line 4, which ends a row for some programs and not for others.")]
    [InlineData("text\r\none\r\ntwo\rthree\rfour\r\n", "a.csv: expected rows that end in a line feed; found a carriage return alone outside quotes on line 3, which ends a row for some programs and not for others.")]
    public void What_cannot_be_read_as_rows_is_refused(string content, string problem) => Assert.Equal(problem, _files.Refusal("a.csv", content));

    [Theory]
    [InlineData("text\n\"a\rb\"\n", "a\rb")]
    [InlineData("text\n\"a\n\rb\"\n", "a\n\rb")]
    [InlineData("text\n\"\ra\r\r\"\n", "\ra\r\r")]
    [InlineData("text\r\n\"a\r\nb\"\r\n", "a\r\nb")]
    public void Carriage_returns_inside_quotes_are_letters(string content, string text) => Assert.Equal([text], _files.Texts("a.csv", content));

    [Fact]
    public void A_carriage_return_is_seen_where_what_is_read_at_once_ends()
    {
        const int AtOnce = 1 << 16;
        string start = "text\n" + new string('a', AtOnce - 6);
        Assert.Contains("found a carriage return alone outside quotes on line 2,", _files.Refusal("a.csv", start + "\rx"));
        Assert.Equal([start[5..], "b"], _files.Texts("a.csv", start + "\r\nb\r\n"));
    }

    [Fact]
    public void A_row_longer_than_any_text_is_refused_with_the_line_on_which_it_begins()
    {
        byte[] content = new byte[(1 << 24) + 64];
        content.AsSpan().Fill((byte)'x');
        for (int i = 0; i < content.Length; i += 1000) content[i] = (byte)'\n';
        Encoding.UTF8.GetBytes("text\none\n\"open").CopyTo(content, 0);
        string problem = _files.Refusal("a.csv", content);
        Assert.StartsWith("a.csv, line 3: ", problem);
        Assert.EndsWith("; a quote that is never closed makes such a row.", problem);
        Assert.DoesNotContain(".;", problem);
    }
}

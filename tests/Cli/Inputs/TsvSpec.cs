using System.Text;

namespace PureSaliency.Tests.Cli.Inputs;

/// <summary>Whether quotes of a .tsv are letters or quoting is seen by the whole file.</summary>
public sealed class TsvSpec : IDisposable
{
    private readonly InputFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("text\tn\n\"whole\"\t0\nplain\t1\n", "\"whole\"|plain")]
    [InlineData("text\tn\n\"whole\"\t0\n\nplain\t1\n", "\"whole\"|plain")] // an empty line is no row
    [InlineData("text\n\nx\n\"y\n", "x|\"y")]
    [InlineData("n\ttext\n1\t\"\"\"\"\n2\tplain\n", "\"\"\"\"|plain")] // four quotes are no word
    [InlineData("n\ttext\n\"\"\ta\n2\tplain\n", "a|plain")]
    [InlineData("text\n\"one \"\"x\"\"\ntwo\"\nthree\n", "\"one \"\"x\"\"|two\"|three")]
    [InlineData("text\tn\n\"a\"\t0\nb \"c\t1\n", "\"a\"|b \"c")]
    public void Quotes_are_letters_unless_the_file_says_otherwise(string content, string texts)
    {
        Assert.Equal(texts.Split('|'), _files.Texts("a.tsv", content));
        Assert.DoesNotContain(_files.Notes, note => note.Contains("spreadsheet"));
    }

    [Theory]
    [InlineData("\"text\"\nplain\n\"a\"\n", "plain|a")] // a quoted header
    [InlineData("\"text\"\n\"a\"\n", "a")]
    [InlineData("n\t\"text\"\n1\tplain\n", "plain")]
    [InlineData("n\ttext\n1\t\"a\"\"\"\n2\tplain\n", "a\"|plain")] // a doubled quote
    [InlineData("n\ttext\n1\t\"\"\"a\"\n2\tplain\n", "\"a|plain")]
    [InlineData("\"text\"\t\"n\"\n\"\ta\"\t\n", "\ta")] // an empty field
    [InlineData("n\ttext\n1\t\"one\ntwo\"\n", "one\ntwo")] // rows fit the header, and lines do not
    public void A_file_that_is_quoted_is_read_so(string content, string texts)
    {
        Assert.Equal(texts.Split('|'), _files.Texts("a.tsv", content));
        Assert.Equal("a.tsv: its fields are quoted as a spreadsheet does it; the quotes are taken away.", _files.Notes[0]);
    }

    [Theory]
    [InlineData("\"text\"\t\"n\"\n\"said\" so\t0\n")] // breaks the rules
    [InlineData("\"text\"\t\"n\"\n\"a\"\t0\n\"said\" so\t0")]
    [InlineData("\"text\"\t\"n\"\n\"a\"\t0\n\"open\t0\n")]
    [InlineData("\"text\"\t\"n\"\n\"a\"\t0\t1\n")] // rows of another length
    [InlineData("\"text\"\t\"n\"\n\"so it begins\t0\nand ends\"\t1\n")] // a row that swallows another
    public void A_quoted_header_above_rows_that_are_not_is_asked_back(string content) =>
        Assert.Equal("a.tsv: there is no column 'text'; its columns are '\"text\"', '\"n\"': did you mean '\"text\"'?", _files.Refusal("a.tsv", content));

    [Fact]
    public void A_quote_that_swallows_more_than_any_text_is_a_letter()
    {
        byte[] content = new byte[(1 << 24) + 64];
        content.AsSpan().Fill((byte)'x');
        for (int i = 0; i < content.Length; i += 1000) content[i] = (byte)'\n';
        Encoding.UTF8.GetBytes("\"text\"\none\n\"open").CopyTo(content, 0);
        Assert.EndsWith("did you mean '\"text\"'?", _files.Refusal("a.tsv", content));
    }

    [Fact]
    public void A_carriage_return_alone_in_a_quoted_file_is_refused() =>
        Assert.Contains("found a carriage return alone outside quotes on line 2", _files.Refusal("a.tsv", "\"text\"\none\rtwo\n"));

    [Theory]
    [InlineData("text\tn\nplain\t0\n\"go\t0\n", "a field begins with a quote on line 3; a .tsv is read without quoting, so that quotes are letters of the text and a row is a line.")]
    [InlineData("text\tn\n\n\"go\t\"0\nplain\t1\n\"on\t1\n", "3 fields begin with a quote, the first on line 3; a .tsv is read without quoting, so that quotes are letters of the text and a row is a line.")]
    [InlineData("text\tn\nsay \"go\"\t0\n", null)]
    public void Fields_that_begin_with_a_quote_are_told_once(string content, string? note)
    {
        _files.Read("a.tsv", content);
        Assert.Equal(note is null ? [] : [$"a.tsv: {note}"], _files.Notes);
    }

    [Theory]
    [InlineData("short", "expected 2 fields, found 1; fields are separated by tabs, and a row is a line.")]
    [InlineData("a\tb\tc", "expected 2 fields, found 3; a text cannot hold a tab in a .tsv without quoting.")]
    public void A_row_of_another_length_is_told(string row, string problem) =>
        Assert.Equal([$"line 2: {problem}", "last"], _files.Texts("a.tsv", $"text\tn\n{row}\nlast\t0\n"));
}

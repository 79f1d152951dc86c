namespace PureSaliency.Tests.Cli.Inputs;

/// <summary>A header without the column that is asked for is told by what it is instead.</summary>
public sealed class TableHeaderSpec : IDisposable
{
    private const string Forty = "0123456789012345678901234567890123456789";

    private readonly InputFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("a.csv", "a,b,a,b\n", "expected columns of different names; found 'a' as columns 1 and 3.")]
    [InlineData("a.csv", "text, text\n", "expected columns of different names; found 'text' as columns 1 and 2.")]
    [InlineData("a.csv", "Text,n\n", "there is no column 'text'; its columns are 'Text', 'n': did you mean 'Text'?")]
    [InlineData("a.csv", "n,TEXT,Text\n", "there is no column 'text'; its columns are 'n', 'TEXT', 'Text': did you mean 'TEXT'?")]
    [InlineData("a.csv", "review,label\n", "there is no column 'text'; its columns are 'review', 'label'.")]
    [InlineData("a.csv", "review,label,a \"text\" x\n", "there is no column 'text'; its columns are 'review', 'label', 'a \"text\" x'.")]
    [InlineData("a.csv", "text,\"n\" x\n", "its header cannot be read: expected the end of the field after its closing quote; found more text; a quote inside a quoted field is written twice (\"\").")]
    [InlineData("a.csv", " {\"text\":\"a\"}\n", "expected a header; found JSON: an object per line is called .jsonl.")]
    [InlineData("a.csv", "[{\"text\":\"a\"},\n", "expected a header; found JSON: an object per line is called .jsonl.")]
    [InlineData("a.csv", "<HTML><head>\n", "expected a header; found an HTML page: what was downloaded is not the table.")]
    [InlineData("a.csv", "  <!doctype HTML>\n", "expected a header; found an HTML page: what was downloaded is not the table.")]
    [InlineData("a.csv", "text\tlabel\n", "expected fields separated by commas; its columns are separated by tabs: name it .tsv.")]
    [InlineData("a.tsv", "text,label\n", "expected fields separated by tabs; its columns are separated by commas: name it .csv.")]
    [InlineData("a.tsv", "text|label\n", "expected fields separated by tabs; its columns are separated by '|': save it with commas (.csv) or tabs (.tsv).")]
    [InlineData("a.csv", "text;id,label\n", "expected fields separated by commas; its columns are separated by ';': save it with commas (.csv) or tabs (.tsv).")]
    [InlineData("a.csv", "review,a;b\n", "there is no column 'text'; its columns are 'review', 'a;b'.")]
    [InlineData("a.csv", "review;stars\n", "expected fields separated by commas; its columns are separated by ';': save it with commas (.csv) or tabs (.tsv).")]
    [InlineData("a.csv", "review;stars|votes\n", "there is no column 'text'; its columns are 'review;stars|votes'.")]
    public void The_cause_is_told_in_a_sentence(string name, string content, string cause) =>
        Assert.Equal($"{name}: {cause}", _files.Refusal(name, content + "a\n"));

    [Theory]
    [InlineData("so dull,0", "'so dull', '0'", true)] // a number
    [InlineData("so dull,no", "'so dull', 'no'", false)]
    [InlineData("a b c d,no", "'a b c d', 'no'", true)] // four words
    [InlineData("a  b c ,no", "'a  b c ', 'no'", false)]
    [InlineData("no,x" + Forty, "'no', 'x012345678901234567890123456789012345678…'", true)] // longer than a name
    [InlineData("no," + "x12345678901234567890123456789012345678y", "'no', 'x12345678901234567890123456789012345678y'", false)]
    [InlineData("a warm; funny and sweet film", "'a warm; funny and sweet film'", true)]
    public void A_first_line_that_looks_like_a_row_is_told(string header, string columns, bool isRow) =>
        Assert.Equal($"a.csv: there is no column 'text'; its columns are {columns}."
            + (isRow ? " That looks like a row: the first line must name the columns." : ""), _files.Refusal("a.csv", header + "\n"));

    [Theory]
    [InlineData("a.csv", "sep=;\ntext;n\n", "its first line, 'sep=;', sets the separator for Excel and is no header: remove it, and separate the fields by commas.")]
    [InlineData("a.csv", "Sep=; \ntext;n\n", "its first line, 'Sep=; ', sets the separator for Excel and is no header: remove it, and separate the fields by commas.")]
    [InlineData("a.tsv", " sep=,\ntext,n\n", "its first line, ' sep=,', sets the separator for Excel and is no header: remove it, and separate the fields by tabs.")]
    [InlineData("a.tsv", "sep=\t\ntext\tn\n", "its first line, 'sep=\\u0009', sets the separator for Excel and is no header: remove it.")]
    [InlineData("a.tsv", "sep=;" + Forty + "\n", "its first line, 'sep=;01234567890123456789012345678901234…', sets the separator for Excel and is no header: remove it.")]
    public void A_line_for_Excel_is_no_header(string name, string content, string cause) =>
        Assert.Equal($"{name}: {cause}", _files.Refusal(name, content));

    [Fact]
    public void A_name_with_a_blank_too_many_is_asked_back() =>
        Assert.Equal("a.csv: there is no column 'text '; its columns are 'text', 'n': did you mean 'text'?", _files.Refusal("a.csv", "text,n\n", "text "));

    [Fact]
    public void Columns_without_a_name_do_no_harm_and_the_first_of_them_is_meant()
    {
        var record = Assert.Single(_files.Read("a.csv", ",text,, \n1,a film,2,3\n", keep: ""));
        Assert.Equal(("a film", "1"), (record.Text, record.Kept.Single().GetString()));
    }
}

using System.Text;

namespace PureSaliency.Tests.Cli.Inputs;

/// <summary>Rows are read as they were written, or told; no row is swallowed and none is cut.</summary>
public class TableSpec
{
    [Theory]
    [InlineData("a.tsv", "text\tlabel\n\"So it begins, and\t0\nIt is dull\t0\n\"A lovely cast\t1\n", "\"So it begins, and|It is dull|\"A lovely cast")]
    [InlineData("a.tsv", "text\tn\n\"whole\"\t0\nShe says \"go\"\t1\n", "\"whole\"|She says \"go\"")]
    [InlineData("a.tsv", "text\n\"one\ntwo\"\nthree\n", "\"one|two\"|three")]
    [InlineData("a.tsv", "n\ttext\n1\tit's 5\" long\n2\t\"\n", "it's 5\" long|\"")]
    [InlineData("a.tsv", "n\ttext\r\n1\ta\rb\r\n", "a\rb")]
    [InlineData("a.csv", "text\n\"one\ntwo\"\nthree\n", "one\ntwo|three")]
    [InlineData("a.csv", "text,n\nends with a backslash\\,1\n\"and, quoted\\\",2\n", "ends with a backslash\\|and, quoted\\")]
    [InlineData("a.csv", "text,n\n\"closed\" ,1\n", "closed ")]
    [InlineData("a.csv", "n,text\n1,\"\"\"all\"\"\"\n", "\"all\"")]
    [InlineData("a.csv", "\uFEFFsep=,\r\ntext,n\r\nthe separator is the usual one,1\r\n", "the separator is the usual one")]
    public void Quotes_mean_what_the_kind_of_table_says(string name, string content, string texts)
    {
        using var cli = new Harness();
        Assert.Equal(0, Explain(cli, name, content));
        Assert.Equal(texts.Split('|'), cli.Asked.Select(asked => asked.Text));
    }

    [Theory]
    [InlineData("text\tn\n\"said \"\"go\"\" twice\"\t0\nplain\t1\n", "said \"go\" twice|plain")]
    [InlineData("n\ttext\n1\t\"with\ta tab\"\n2\tplain\n", "with\ta tab|plain")]
    [InlineData("n\ttext\n1\t\"one\ntwo\"\n2\tplain\n", "one\ntwo|plain")]
    [InlineData("\"text\"\t\"n\"\n\"all are quoted\"\t\"1\"\n", "all are quoted")]
    public void A_tsv_that_can_only_be_quoted_is_read_so_and_that_is_told(string content, string texts)
    {
        using var cli = new Harness();
        Assert.Equal(0, Explain(cli, "a.tsv", content));
        Assert.Equal(texts.Split('|'), cli.Asked.Select(asked => asked.Text));
        Assert.StartsWith($"note: {cli.Place("a.tsv")}: its fields are quoted as a spreadsheet does it", cli.Error);
    }

    [Fact]
    public void Quotes_that_are_letters_are_told()
    {
        using var cli = new Harness();
        Explain(cli, "a.tsv", "text\tn\nplain\t0\n\"So it begins\t0\n\"whole\"\t0\n");
        Assert.Contains("a.tsv: 2 fields begin with a quote, the first on line 3; a .tsv is read without quoting", cli.Error);
    }

    [Fact]
    public void Fields_that_run_over_lines_are_told()
    {
        using var cli = new Harness();
        Explain(cli, "a.csv", "text,n\nplain,0\n\"one\n\ntwo\",1\n\"three\nfour\",2\n");
        Assert.Contains("a.csv: 2 quoted rows run over several lines, the first from line 3 to line 5.", cli.Error);
        Assert.Equal(["plain", "one\n\ntwo", "three\nfour"], cli.Asked.Select(asked => asked.Text));
    }

    [Theory]
    [InlineData("a.csv", "text,n\ngood,1\na warm, lovely film,2\nlast,3", "line 3: expected 2 fields, found 3; a text with a comma needs quotes.")]
    [InlineData("a.csv", "text,n\ngood,1\nshort\nlast,3", "line 3: expected 2 fields, found 1;")]
    [InlineData("a.csv", "text,n\ngood,1\nbad,2,\nlast,3", "line 3: expected 2 fields, found 3;")]
    [InlineData("a.tsv", "text\tn\ngood\t1\nwith\ttab\t2\nlast\t3", "line 3: expected 2 fields, found 3; a text cannot hold a tab")]
    [InlineData("a.tsv", "text\tn\ngood\t1\nshort\nlast\t3", "line 3: expected 2 fields, found 1; fields are separated by tabs")]
    [InlineData("a.csv", "text,n\ngood,1\n\"said \\\"hi\\\"\",2\nlast,3", "line 3: expected the end of the field after its closing quote; found a quote after a backslash")]
    [InlineData("a.csv", "text,n\ngood,1\n\"said \\\"hi, you\\\"\",2\nlast,3", "line 3: expected the end of the field after its closing quote; found a quote after a backslash")]
    [InlineData("a.csv", "text,n\ngood,1\n\"said\" so,2\nlast,3", "line 3: expected the end of the field after its closing quote; found more text")]
    [InlineData("a.csv", "text,n\ngood,1\n \"blank before\",2\nlast,3", "line 3: expected a quote at the beginning of the field; found a blank")]
    [InlineData("a.csv", "text,n\ngood,1\n\"a \\\"\",2\n\"b \\\"\",2\nlast,3", "line 3: expected the end of the field after its closing quote; found a quote after a backslash, but "
        + "a quote inside a quoted field is written twice (\"\"); the row runs to line 4.")]
    public void A_row_that_was_meant_otherwise_is_told_with_its_line_and_the_others_are_done(string name, string content, string problem)
    {
        using var cli = new Harness();
        Assert.Equal(2, Explain(cli, name, content));
        Assert.Contains($"error: {cli.Place(name)}, {problem}", cli.Error);
        Assert.Equal(["good", "last"], cli.Asked.Select(asked => asked.Text));
    }

    [Theory]
    [InlineData("a.csv", "text;label\na;b\n", "its columns are separated by ';'")]
    [InlineData("a.csv", "\"text\";\"label\"\n\"a, b\";\"1\"\n", "its columns are separated by ';'")]
    [InlineData("a.csv", "review;stars\na;1\n", "its columns are separated by ';'")]
    [InlineData("a.csv", "text|label\na|b\n", "its columns are separated by '|'")]
    [InlineData("a.csv", "text\tlabel\na\tb\n", "its columns are separated by tabs: name it .tsv")]
    [InlineData("a.tsv", "text,label\na,b\n", "its columns are separated by commas: name it .csv")]
    [InlineData("a.csv", "sep=;\ntext;label\na;b\n", "'sep=;', sets the separator for Excel")]
    [InlineData("a.csv", "text,label,text\na,b,c\n", "found 'text' as columns 1 and 3")]
    [InlineData("a.tsv", "text\tn\tn\na\tb\tc\n", "found 'n' as columns 2 and 3")]
    [InlineData("a.csv", "Text,label\na,b\n", "did you mean 'Text'?")]
    [InlineData("a.csv", "id, text\n1,b\n", "did you mean ' text'?")]
    [InlineData("a.csv", "a warm and funny film,1\nso dull,0\n", "That looks like a row: the first line must name the columns")]
    [InlineData("a.csv", "{\"text\":\"a\"}\n", "found JSON: an object per line is called .jsonl")]
    [InlineData("a.csv", "<!DOCTYPE html>\n<html>\n", "found an HTML page")]
    [InlineData("a.csv", "\uFEFF", "found an empty file")]
    [InlineData("a.csv", "\n\n", "found an empty file")]
    [InlineData("a.csv", "text,n\na \\\"b,1\n\"c \\\",2\nd,3\n\"e,4", "expected a quote that closes the field; found the end of the file")]
    [InlineData("a.csv", "text\none\rtwo\n", "found a carriage return alone outside quotes on line 2")]
    [InlineData("a.csv", "text\rone\rtwo\r", "found carriage returns alone")]
    [InlineData("a.tsv", "text\rone\rtwo", "found carriage returns alone")]
    [InlineData("a.txt", "one\rtwo", "found carriage returns alone")]
    [InlineData("a.txt", "one\ntw\0o", "line 2: expected text; found a NUL byte at offset 6")]
    [InlineData("a.csv", "text\none\0\n", "line 2: expected text; found a NUL byte at offset 8")]
    [InlineData("a.txt", "version https://git-lfs.github.com/spec/v1\noid sha256:x\n", "a pointer of Git LFS")]
    [InlineData("a.jsonl", "[\n{\"text\":\"a\"},\n{\"text\":\"b\"}\n]\n", "expected a JSON object on each line; found an array")]
    [InlineData("a.jsonl", "[{\"text\":\"a\"}]", "expected a JSON object on each line; found an array")]
    [InlineData("a.jsonl", "{\n  \"text\": \"a\"\n}\n", "found an object over several lines")]
    [InlineData("a.jsonl", "{\"text\": \"a\",\n \"label\": 1}\n", "found an object over several lines")]
    [InlineData("a.json", "[]", "an object per line is called .jsonl")]
    [InlineData("a.xlsx", "PK", "save it as .csv or .jsonl")]
    public void What_holds_for_the_whole_file_is_told_once_by_its_cause_before_any_work(string name, string content, string problem)
    {
        using var cli = new Harness();
        Assert.Equal(2, Explain(cli, name, content));
        Assert.Contains(problem, cli.Error);
        Assert.StartsWith("error: ", cli.Error);
        Assert.Single(cli.Error.TrimEnd().Split('\n'));
        Assert.Empty(cli.Asked);
        Assert.Null(cli.Loaded);
    }

    [Theory]
    [InlineData("utf-16", "found text in UTF-16: save it as UTF-8")]
    [InlineData("utf-16BE", "found text in UTF-16: save it as UTF-8")]
    [InlineData("utf-32", "found text in UTF-32: save it as UTF-8")]
    public void Wide_encodings_are_named_with_a_mark_and_without(string encoding, string problem)
    {
        foreach (bool mark in new[] { true, false })
        {
            using var cli = new Harness();
            var wide = Encoding.GetEncoding(encoding);
            string path = cli.Write("a.csv", [.. mark ? wide.GetPreamble() : [], .. wide.GetBytes("text,label\na film,1\n")]);
            Assert.Equal(2, cli.Run("explain", "--input", path));
            Assert.Contains(problem, cli.Error);
        }
    }

    [Theory]
    [InlineData("1F8B0800", "a gzip archive: unpack it first")]
    [InlineData("504B0304", "a zip archive or a workbook (.xlsx)")]
    [InlineData("D0CF11E0", "a workbook (.xls)")]
    [InlineData("50415231", "a Parquet file")]
    public void Other_kinds_of_file_are_named(string start, string problem)
    {
        using var cli = new Harness();
        Assert.Equal(2, cli.Run("explain", "--input", cli.Write("a.csv", [.. Convert.FromHexString(start), .. "text\n"u8])));
        Assert.Contains(problem, cli.Error);
    }

    [Theory]
    [InlineData("{\"text\":\"good\"}\n{\"text\":\"a\",\"text\":\"b\"}\n{\"text\":\"last\"}", "line 2: expected one field 'text'; found 2.")]
    [InlineData("{\"text\":\"good\"}\n{\"Text\":\"a\"}\n{\"text\":\"last\"}", "line 2: expected a field 'text'; found 'Text': did you mean 'Text'?")]
    [InlineData("{\"text\":\"good\"}\n{\"text\":{\"text\":\"a\"}}\n{\"text\":\"last\"}", "line 2: expected text in field 'text'; found an object.")]
    public void A_field_that_is_not_one_text_is_told(string content, string problem)
    {
        using var cli = new Harness();
        Assert.Equal(2, Explain(cli, "a.jsonl", content));
        Assert.Contains(problem, cli.Error);
        Assert.Equal(["good", "last"], cli.Asked.Select(asked => asked.Text));
    }

    [Theory]
    [InlineData("a.csv", "text,label\n", "there are no rows under the header")]
    [InlineData("a.txt", "\n", "there are no texts in it")]
    [InlineData("a.jsonl", "", "there are no texts in it")]
    public void A_file_without_texts_is_told(string name, string content, string note)
    {
        using var cli = new Harness();
        Assert.Equal(0, Explain(cli, name, content));
        Assert.StartsWith($"note: {cli.Place(name)}: {note}", cli.Error);
    }

    [Theory]
    [InlineData("[\n{\"text\":\"a\"}\n]\n")]
    [InlineData("[{\"text\":\"a\"}]")]
    public void An_array_on_standard_input_is_not_lines_of_text(string content)
    {
        using var cli = new Harness { Input = new MemoryStream(Encoding.UTF8.GetBytes(content)) };
        Assert.Equal(2, cli.Run("explain", "--input", "-", "--format", "jsonl"));
        Assert.Contains("standard input: expected a JSON object on each line; found an array", cli.Error);
        Assert.Empty(cli.Asked);
    }

    private static int Explain(Harness cli, string name, string content) =>
        cli.Run("explain", "--input", cli.Write(name, content), "--format", "jsonl");
}

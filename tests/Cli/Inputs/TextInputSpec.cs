using System.Text;
using PureSaliency.Cli.Inputs;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Cli.Inputs;

/// <summary>Files and pipes of texts: how far one is, what is kept beside a text, and what a refusal leaves.</summary>
public sealed class TextInputSpec : IDisposable
{
    private readonly InputFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("a.txt", "a\n\nb\nc\n", "0.25 0.75 1")]
    [InlineData("a.csv", "text\n\"a\nb\"\nc\nd\n", "0.4 0.8 1")]
    [InlineData("a.tsv", "text\na", "1")]
    public void How_far_one_is_is_counted_in_lines(string name, string content, string fractions)
    {
        _files.Write(name, Encoding.UTF8.GetBytes(content));
        using var input = TextInput.Open(_files.Place(name), () => Stream.Null);
        Assert.Equal(fractions, string.Join(' ', input.Read().Select(record => FormattableString.Invariant($"{input.Fraction(record)}"))));
    }

    [Fact]
    public void Of_a_pipe_nobody_knows_how_far_one_is()
    {
        using var input = TextInput.Open(new("--input", "-", "text"), () => new MemoryStream("a\nb"u8.ToArray()));
        Assert.Equal([null, null], input.Read().Select(input.Fraction));
    }

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.tsv")]
    public void Fields_that_are_kept_are_text_and_a_bad_row_keeps_none(string name)
    {
        string content = "text,id,n\na,7,x\nb,8\n ,9,\"\"\n".Replace(',', name == "a.csv" ? ',' : '\t');
        var records = _files.Read(name, content, keep: ["n", "id"]);
        Assert.Equal(["\"x\" \"7\"", "", name == "a.csv" ? "\"\" \"9\"" : "\"\\u0022\\u0022\" \"9\""],
            records.Select(record => string.Join(' ', record.Kept.Select(kept => kept.GetRawText()))));
        Assert.Equal(["a", null, null], records.Select(record => record.Text));
        Assert.Equal([1L, 2, 3], records.Select(record => record.Row));
    }

    [Fact]
    public void A_row_that_is_quoted_otherwise_keeps_nothing() =>
        Assert.Empty(Assert.Single(_files.Read("a.csv", "text,id\n\"a\" b,7\n", keep: "id")).Kept);

    [Theory]
    [InlineData("a.txt", "--input a.txt: expected a name that ends in .jsonl, .csv or .tsv, as texts need labels; found '.txt'.")]
    [InlineData("a.json", "--input a.json: expected a name that ends in .jsonl, .csv or .tsv, as texts need labels; found '.json'; an object per line is called .jsonl, and an array becomes one with: jq -c '.[]'.")]
    public void Labels_need_a_file_that_has_columns(string name, string problem) => Assert.Equal(problem, _files.Refusal(name, "a", label: "label"));

    [Theory]
    [InlineData("a.doc", "")]
    [InlineData("a.CSV.gz", "; unpack it first")]
    public void Another_ending_is_refused_with_those_that_are_known(string name, string hint) =>
        Assert.Equal($"--input {name}: expected a name that ends in .txt, .jsonl, .csv or .tsv, or - for standard input; found '{name[name.LastIndexOf('.')..]}'{hint}.",
            _files.Refusal(name, "a"));

    [Fact]
    public void A_file_that_was_refused_is_closed()
    {
        if (!OperatingSystem.IsLinux()) return; // what is open is told by /proc
        Assert.Contains("found an empty file", _files.Refusal("a.csv", ""));
        Assert.DoesNotContain(_files["a.csv"], Directory.EnumerateFiles("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget));
    }

    [Theory]
    [InlineData("a.csv", "text,n\n\"one\ntwo\",1\nlast,2\n", "one\ntwo|last", "one quoted row runs over several lines, from line 2 to line 3.")]
    [InlineData("a.tsv", "text\tn\n\"one\t1\nlast\t2\n", "\"one|last", "a field begins with a quote on line 2; a .tsv is read without quoting, so that quotes are letters of the text and a row is a line.")]
    [InlineData("a.jsonl", "{\"text\":\"one\"}\n", "one", null)]
    [InlineData("a.txt", "one\nlast", "one|last", null)]
    public void A_pipe_is_read_once_and_what_was_seen_is_told_at_its_end(string name, string content, string texts, string? note)
    {
        if (OperatingSystem.IsWindows()) return; // no pipes with names of files
        Pipe(name, content);
        using var input = TextInput.Open(_files.Place(name), () => Stream.Null);
        Assert.Equal(texts.Split('|'), input.Read().Select(record => record.Text));
        Assert.Equal(note is null ? [] : [$"{name}: {note}"], _files.Notes);
    }

    [Fact]
    public void An_empty_pipe_has_no_header()
    {
        if (OperatingSystem.IsWindows()) return;
        Pipe("a.csv", "");
        using var input = TextInput.Open(_files.Place("a.csv"), () => Stream.Null);
        Assert.Equal("a.csv: expected a header with the column 'text'; found an empty file.",
            _files.Short(Assert.Throws<InputException>(() => input.Read().Count()).Message));
    }

    [Fact]
    public void A_refusal_names_the_option_and_has_its_cause()
    {
        var cause = new IOException("the disk");
        var problem = _files.Place("a.csv").Problem("cannot be read: the disk", cause);
        Assert.Equal("--input a.csv: cannot be read: the disk", _files.Short(problem.Message));
        Assert.Same(cause, problem.InnerException);
    }

    private void Pipe(string name, string content)
    {
        using (var made = System.Diagnostics.Process.Start("mkfifo", [_files[name]])) made.WaitForExit();
        _ = Task.Run(() => File.WriteAllText(_files[name], content));
    }
}

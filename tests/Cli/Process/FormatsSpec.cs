using System.Text;
using PureSaliency.Tests.Tensors;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>Every kind of input and every form of result.</summary>
public sealed class FormatsSpec : IDisposable
{
    private const string Film = "a \"warm\" film";
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("a.txt", "\ufeffa \"warm\" film\r\n\r\n \nso-so, at\tbest")]
    [InlineData("a.jsonl", "\ufeff{\"text\": \"a \\\"warm\\\" film\"}\r\n\n{\"id\": 1, \"text\": \"so-so, at\\tbest\"}\n")]
    [InlineData("a.csv", "\ufeffid,text\r\n1,\"a \"\"warm\"\" film\"\r\n\r\n2,\"so-so, at\tbest\"\r\n")]
    [InlineData("a.tsv", "id\ttext\n1\t\"a \"\"warm\"\" film\"\n2\t\"so-so, at\tbest\"\n")]
    [InlineData("-", "a \"warm\" film\r\n\nso-so, at\tbest\n")]
    [InlineData("-", "\n{\"text\": \"a \\\"warm\\\" film\"}\n{\"text\": \"so-so, at\\tbest\"}")]
    public void Every_input(string name, string content)
    {
        bool stream = name == "-";
        string path = stream ? name : _scratch.File(name, content);
        var outcome = Cli.Run(["explain", "--input", path, "--format", "jsonl"], stream ? Encoding.UTF8.GetBytes(content) : null);
        Assert.Equal([Film, "so-so, at\tbest"], Json.Lines(outcome.WithoutNotes().Fine().Output).Select(Json.Text));
    }

    [Fact]
    public void Quoted_fields_hold_lines_and_another_column_may_be_named()
    {
        string path = _scratch.File("a.csv", "text,review\nx,\"one\ntwo, \"\"three\"\"\"\n");
        string output = Cli.Run("explain", "--input", path, "--column", "review", "--format", "jsonl").WithoutNotes().Fine().Output;
        Assert.Equal(["one\ntwo, \"three\""], Json.Lines(output).Select(Json.Text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_form_of_result(bool many)
    {
        string[] texts = many ? [Film, "so-so"] : [Film];
        Assert.Equal(texts, (many ? Json.Array(Explain("json", many)) : [Json.Whole(Explain("json", many))]).Select(Json.Text));
        Assert.Equal(texts, (many ? Json.Lines(Explain("jsonl", many)) : [Json.Whole(Explain("jsonl", many))]).Select(Json.Text));
        string page = Explain("html", many), report = Explain("text", many);
        Assert.StartsWith("<!doctype html>", page);
        Assert.EndsWith("</html>\n", page);
        Assert.DoesNotMatch("(src|href)=[\"']?(https?:)?//", page);
        Assert.All(texts, text => Assert.Contains("  " + text, report));
        Assert.DoesNotContain('\u001b', report);
    }

    private string Explain(string format, bool many) => Cli.Run(
        ["explain", .. many ? ["--input", _scratch.File("a.txt", Film + "\nso-so\n")] : (string[])[Film], "--format", format]).Fine().Output;
}

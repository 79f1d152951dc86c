using System.Text;
using PureSaliency.Cli.Inputs;

namespace PureSaliency.Tests.Cli.Inputs;

/// <summary>Objects by the line, and lines of text that look like something else.</summary>
public sealed class JsonLinesSpec : IDisposable
{
    private readonly InputFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("  [ \n{\"text\":\"a\"}\n]\n", "an array")]
    [InlineData("\t{ \n\"text\":\"a\"}\n", "an object over several lines")]
    [InlineData("{\"text\":\n\"a\"}\n", "an object over several lines")]
    [InlineData("{\"ids\": [\n1]}\n", "an object over several lines")]
    public void Json_that_is_not_one_object_a_line_is_told_for_the_whole_file(string content, string found) =>
        Assert.Equal($"a.jsonl: expected a JSON object on each line; found {found}: write it so with jq -c.", _files.Refusal("a.jsonl", content));

    [Theory]
    [InlineData("{\"text\":\"br", "line 1: expected a JSON object; the line breaks off or is malformed at byte 11.")]
    [InlineData("\"text\",", "line 1: expected a JSON object; the line breaks off or is malformed at byte 6.")]
    [InlineData("\"text\"", "line 1: expected a JSON object; found a string.")]
    [InlineData("{}", "line 1: expected a field 'text'; found none.")]
    [InlineData("{\" text\":\"a\"}", "line 1: expected a field 'text'; found ' text': did you mean ' text'?")]
    [InlineData("{\"Text\":\"a\",\"TEXT\":\"b\"}", "line 1: expected a field 'text'; found 'Text', 'TEXT': did you mean 'Text'?")]
    [InlineData("{\"text\":null}", "line 1: expected text in field 'text'; found null.")]
    [InlineData("{\"text\":true}", "line 1: expected text in field 'text'; found true or false.")]
    [InlineData("{\"text\":[]}", "line 1: expected text in field 'text'; found an array.")]
    public void A_first_line_that_is_wrong_is_told_as_a_line_and_the_next_is_done(string line, string problem) =>
        Assert.Equal([problem, "good"], _files.Texts("a.jsonl", line + "\n{\"text\":\"good\"}\n"));

    [Theory]
    [InlineData("{\"text\":\"a\",\"label\":\"x\"}", "x")]
    [InlineData("{\"text\":\"a\",\"label\":3}", "3")]
    [InlineData("{\"text\":\"a\",\"label\":true}", "True")]
    public void Labels_are_read_beside_texts(string line, string label)
    {
        var record = Assert.Single(_files.Read("a.jsonl", line, label: "label"));
        Assert.Equal(("a", label, null), (record.Text, record.Label, record.Problem));
    }

    [Theory]
    [InlineData("{\"text\":\"a\",\"label\":null}", "expected one label in field 'label'; found null.")]
    [InlineData("{\"text\":\"a\"}", "expected a field 'label'; found 'text'.")]
    [InlineData("{\"text\":\"a\",\"label\":1,\"label\":2}", "expected one field 'label'; found 2.")]
    [InlineData("{\"text\":\"a\",\"label\":\"\\ud800\"}", "expected text in 'text', 'label'; found an escape that is no character.")]
    public void A_label_that_is_none_is_told(string line, string problem) =>
        Assert.Equal(problem, Assert.Single(_files.Read("a.jsonl", line, label: "label")).Problem);

    [Fact]
    public void Fields_that_are_kept_are_kept_as_they_are()
    {
        var records = _files.Read("a.jsonl", "{\"text\":\"a\",\"id\":7,\"of\":{\"n\":[1, null]}}\n{\"text\":\"b\",\"id\":\"x\",\"of\":1.50}\n", keep: ["of", "id"]);
        Assert.Equal(["{\"n\":[1, null]}|7", "1.50|\"x\""], records.Select(record => string.Join('|', record.Kept.Select(kept => kept.GetRawText()))));
        Assert.Equal(["a", "b"], records.Select(record => record.Text));
    }

    [Theory]
    [InlineData("{\"text\":\"a\",\"id\":\"\\udc00\"}", "expected text in 'text', 'id'; found an escape that is no character.")]
    [InlineData("{\"text\":\"a\"}", "expected a field 'id'; found 'text'.")]
    public void A_field_to_be_kept_that_is_none_is_told_at_its_row(string line, string problem) =>
        Assert.Equal(problem, Assert.Single(_files.Read("a.jsonl", line, keep: ["id"])).Problem);

    [Fact]
    public void Lines_of_text_have_no_fields_to_keep() =>
        Assert.Equal("a.txt: expected objects with a field 'id'; found lines of text, which have no fields.", _files.Refusal("a.txt", "a film\n", keep: ["id", "n"]));

    [Theory]
    [InlineData("[sic] a film\n[\n", "[sic] a film|[")]
    [InlineData("[{\"text\":\"a\"}]\n", "[{\"text\":\"a\"}]")]
    [InlineData("[\n", "[")]
    [InlineData("{\n", "{")]
    public void Lines_of_a_text_file_are_texts_whatever_they_look_like(string content, string texts) =>
        Assert.Equal(texts.Split('|'), _files.Texts("a.txt", content));

    [Theory]
    [InlineData("[[sic]] a film\n[\n{\n", "[[sic]] a film|[|{")]
    [InlineData("  {\"text\":\"a\"}\n", "a")]
    [InlineData("a {\n{\"text\":\"a\"}\n", "a {|{\"text\":\"a\"}")]
    public void Standard_input_is_what_its_first_line_says(string content, string texts) => Assert.Equal(texts.Split('|'), FromInput(content));

    [Theory]
    [InlineData(" [ \n{\"text\":\"a\"}\n", "an array")]
    [InlineData("[{\"text\":\"a\"}]", "an array")]
    [InlineData("{\n\"text\":\"a\"}", "an object over several lines")]
    public void Json_on_standard_input_must_stand_on_lines(string content, string found) =>
        Assert.Equal($"standard input: expected a JSON object on each line; found {found}: write it so with jq -c.",
            Assert.Throws<PureSaliency.Tensors.InputException>(() => FromInput(content)).Message);

    private static string?[] FromInput(string content)
    {
        using var input = TextInput.Open(new("--input", "-", "text"), () => new MemoryStream(Encoding.UTF8.GetBytes(content)));
        return [.. input.Read().Select(record => record.Text)];
    }
}

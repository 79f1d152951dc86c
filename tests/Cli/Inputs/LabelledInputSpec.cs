using PureSaliency.Cli.Inputs;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Cli.Inputs;

/// <summary>Labelled texts are all there, or the file is refused by the first that is not.</summary>
public sealed class LabelledInputSpec : IDisposable
{
    private readonly InputFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Texts_have_their_labels_and_their_places()
    {
        var texts = Read("a.csv", "label,text\ngood,a film\n 1 ,another\n");
        Assert.Equal([("a film", "good"), ("another", " 1 ")], texts.Select(text => (text.Text, text.Label)));
        Assert.Equal($"{_files["a.csv"]}, line 3", texts[1].Place);
    }

    [Theory]
    [InlineData("text,label\na film,good\nb, \n", "a.csv, line 3: the label is empty.")]
    [InlineData("text,label\na film,\n", "a.csv, line 2: the label is empty.")]
    [InlineData("text,label\na film,good\n ,good\n", "a.csv, line 3: the text is empty.")]
    [InlineData("text,label\na,film,good\n", "a.csv, line 2: expected 2 fields, found 3; a text with a comma needs quotes.")]
    [InlineData("text,label\n", "--data a.csv: expected labelled texts; found none.")]
    public void What_lacks_one_is_refused(string content, string problem) =>
        Assert.Equal(problem, _files.Short(Assert.Throws<InputException>(() => Read("a.csv", content)).Message));

    [Fact]
    public void What_is_told_of_the_file_reaches_the_user_and_nobody_need_listen()
    {
        List<string> notes = [];
        _files.Write("a.csv", "text,label\n\"one\ntwo\",good\n"u8.ToArray());
        Assert.Single(LabelledInput.Read("--data", _files["a.csv"], "text", "label", notes.Add));
        Assert.EndsWith("a.csv: one quoted row runs over several lines, from line 2 to line 3.", Assert.Single(notes));
        Assert.Single(LabelledInput.Read("--data", _files["a.csv"], "text", "label"));
    }

    private IReadOnlyList<PureSaliency.Roberta.Training.LabelledText> Read(string name, string content)
    {
        _files.Write(name, System.Text.Encoding.UTF8.GetBytes(content));
        return LabelledInput.Read("--data", _files[name], "text", "label");
    }
}

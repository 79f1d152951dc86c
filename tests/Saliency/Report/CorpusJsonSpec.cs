using System.Text.Json;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Saliency.Report;

public class CorpusJsonSpec
{
    private static readonly Dictionary<string, JsonElement> Keep = new()
    {
        ["id"] = JsonSerializer.SerializeToElement("7; \"x\""),
        ["n"] = JsonSerializer.SerializeToElement(1.5),
        ["nothing"] = JsonSerializer.SerializeToElement<string?>(null),
    };

    internal static CorpusHead Head { get; } = new()
    {
        Input = "reviews.csv",
        Column = "text",
        Keep = ["id", "n", "nothing"],
        Detail = CorpusDetail.Tokens,
        Model = Samples.Plain.Model,
        Head = Samples.Plain.Head,
        Options = Samples.Plain.Options,
        Outputs = Samples.Plain.Outputs,
        Labels = ["negative", "positive"],
    };

    internal static CorpusRow Row(string name, CorpusDetail detail) => CorpusRow.Of(3, 4, Keep, ExplanationJsonSpec.Sample(name), detail);

    [Fact]
    public void A_head_is_read_again()
    {
        string json = CorpusJson.Write(Head);
        Assert.DoesNotContain('\n', json);
        Assert.StartsWith("{\"schema\":\"puresaliency/explanation/2\",\"program\":\"PureSaliency ", json);
        var read = CorpusJson.ReadHead(json);
        Assert.Equal(json, CorpusJson.Write(read));
        Assert.Equal(Head.Options, read.Options);
        Assert.Equal(Head.Model, read.Model);
    }

    [Theory]
    [InlineData("rich", CorpusDetail.Words)]
    [InlineData("rich", CorpusDetail.Tokens)]
    [InlineData("plain", CorpusDetail.Words)]
    [InlineData("windowed", CorpusDetail.Tokens)]
    public void A_row_is_read_again_to_the_last_bit(string name, CorpusDetail detail)
    {
        var (sample, row) = (ExplanationJsonSpec.Sample(name), Row(name, detail));
        string json = CorpusJson.Write(row);
        Assert.DoesNotContain('\n', json);
        Assert.DoesNotContain("timing", json);
        var read = CorpusJson.ReadRow(json);
        Assert.Equal(json, CorpusJson.Write(read));
        Assert.Equal(sample.Chosen().WordScores, read.Layers!.First(layer => layer.Layer == read.ChosenLayer).WordScores);
        Assert.Equal(sample.Classes.Select(c => c.Logit), read.Logits!);
        Assert.Equal("7; \"x\"", read.Keep!["id"].GetString());
        Assert.Equal(JsonValueKind.Null, read.Keep["nothing"].ValueKind);
        Assert.All(read.Words!.Zip(read.WordStarts!), word => Assert.Equal(word.First, read.Text!.Substring(word.Second, word.First.Length)));
        Assert.Equal(detail == CorpusDetail.Tokens, read.Tokens is not null && read.Layers!.All(layer => layer.TokenScores is not null));
    }

    [Fact]
    public void A_row_without_an_explanation_says_why()
    {
        string json = CorpusJson.Write(new CorpusRow { Row = 3, Line = 4, Problem = "the text is empty." });
        Assert.Equal("{\"row\":3,\"line\":4,\"problem\":\"the text is empty.\"}", json);
        Assert.Equal("the text is empty.", CorpusJson.ReadRow(json).Problem);
    }

    [Fact]
    public void A_corpus_is_read_a_row_at_a_time()
    {
        var rows = new[] { Row("rich", CorpusDetail.Words), new CorpusRow { Row = 4, Line = 5, Problem = "no" } };
        string text = CorpusJson.Write(Head) + "\n" + string.Concat(rows.Select(row => CorpusJson.Write(row) + "\n"));
        var reader = new CorpusReader(new StringReader(text), "a.jsonl");
        Assert.Equal(Head.Labels, reader.Head.Labels);
        Assert.Equal([3L, 4L], reader.Rows().Select(row => row.Row));
        var torn = new CorpusReader(new StringReader(text[..^5]), "a.jsonl");
        Assert.StartsWith("a.jsonl, line 3: expected a row of a corpus", Assert.Throws<InputException>(() => torn.Rows().Count()).Message);
    }

    [Theory]
    [InlineData("", "a.jsonl: expected the first line of a corpus; found an empty file.")]
    [InlineData("{\"schema\":\"puresaliency/explanation/1\",\"text\":\"x\"}", "found schema puresaliency/explanation/1, of another version of this program.")]
    [InlineData("{\"text\":\"x\"}", "a.jsonl, line 1: expected the first line of a corpus, schema puresaliency/explanation/2; found something else.")]
    [InlineData("{", "found something else.")]
    [InlineData("[]", "found something else.")]
    [InlineData("{\"schema\":\"puresaliency/explanation/2\",\"text\":\"x\"}", "a.jsonl, line 1: expected the first line of a corpus: ")]
    public void What_is_no_corpus_gets_a_sentence(string text, string problem)
    {
        string message = Assert.Throws<InputException>(() => new CorpusReader(new StringReader(text), "a.jsonl")).Message;
        Assert.Contains(problem, message);
    }

    [Fact]
    public void A_row_takes_a_fraction_of_a_whole_explanation()
    {
        int whole = ExplanationJson.Write(Samples.Plain).Length, row = CorpusJson.Write(Row("plain", CorpusDetail.Words)).Length;
        Assert.InRange(row, 1, whole / 3);
    }
}

using System.Text.Json;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Saliency.Report;

public sealed class ComparisonJsonSpec
{
    /// <summary>Three methods, one of them with a note, on the plain sample.</summary>
    internal static MethodComparison Sample { get; } = MethodComparison.Of(
    [
        Samples.Plain,
        Explained(GradNorm.Name, i => 1 - i * 0.1),
        Explained(RandomScores.Name, i => i == 0 ? -1 : i % 3) with { Notes = ["It is drawn."] },
    ]);

    private static readonly ComparisonHead Head = new()
    {
        Input = "reviews.csv",
        Column = "text",
        Keep = [],
        Model = Samples.Plain.Model,
        Head = Samples.Plain.Head,
        Options = [.. Sample.Explanations.Select(explanation => explanation.Options)],
        Outputs = Samples.Plain.Outputs,
        Labels = ["negative", "positive"],
    };

    internal static CorpusRow Row(CorpusDetail detail) => CorpusRow.Of(3, 4, null, Sample, detail);

    [Fact]
    public void A_comparison_obeys_the_schema_and_is_read_again()
    {
        string json = ComparisonJson.Write(Sample);
        Assert.DoesNotContain('\n', json);
        SchemaSpec.CheckCorpus(JsonDocument.Parse(json).RootElement, "comparison");
        var read = ComparisonJson.Read(json);
        Assert.Equal(json, ComparisonJson.Write(read));
        Assert.Equal(Sample.Agreement, read.Agreement);
        Assert.Equal(ComparisonJson.Write(Sample, indented: true), ComparisonJson.Write(read, indented: true));
        Assert.Contains("expected schema puresaliency/comparison/1",
            Assert.Throws<InputException>(() => ComparisonJson.Read(json.Replace("comparison/1", "comparison/0"))).Message);
    }

    [Theory]
    [InlineData(CorpusDetail.Words)]
    [InlineData(CorpusDetail.Tokens)]
    public void A_corpus_obeys_the_schema_and_is_read_again(CorpusDetail detail)
    {
        string head = ComparisonJson.Write(Head), row = CorpusJson.Write(Row(detail));
        SchemaSpec.CheckCorpus(JsonDocument.Parse(head).RootElement, "comparisonHead");
        SchemaSpec.CheckCorpus(JsonDocument.Parse($"{head[..^1]},\"rows\":[{row}]}}").RootElement, "comparisonHead");
        Assert.Equal(head, ComparisonJson.Write(ComparisonJson.ReadHead(head)));
        var read = CorpusJson.ReadRow(row);
        Assert.Equal(row, CorpusJson.Write(read));
        Assert.Null(read.Layers);
        Assert.Equal([null, null, "It is drawn."], read.Methods!.Select(method => method.Notes?.Single()));
        Assert.Equal(Sample.Explanations.Select(explanation => explanation.Chosen().WordScores), read.Methods!.Select(method => method.Layers[0].WordScores));
        Assert.Equal(detail == CorpusDetail.Tokens, read.Tokens is not null && read.Methods!.All(method => method.Layers[0].TokenScores is not null));
        Assert.Contains("of another command", Assert.Throws<InputException>(() => CorpusJson.ReadHead(head)).Message);
    }

    [Theory]
    [InlineData("\"methods\":", "\"ways\":")]
    [InlineData("\"first\":0", "\"first\":-1")]
    [InlineData("\"aggregation\":\"random\"", "\"aggregation\":\"Random Scores\"")]
    public void The_checker_can_fail(string from, string to)
    {
        string json = ComparisonJson.Write(Sample), damaged = json.Replace(from, to);
        Assert.NotEqual(json, damaged);
        Assert.ThrowsAny<Exception>(() => SchemaSpec.CheckCorpus(JsonDocument.Parse(damaged).RootElement, "comparison"));
    }

    [Fact]
    public void Words_are_compared_by_their_shares()
    {
        var words = ComparedWord.Of(Sample);
        Assert.Equal(10, words.Count); // top
        Assert.Equal(words.Select(word => word.Sizes.Average()).OrderDescending(), words.Select(word => word.Sizes.Average()));
        Assert.All(words, word => Assert.Equal(word.Lines.Select(line => Math.Abs(line.Share!.Value)), word.Sizes));
        Assert.All(words, word => Assert.Equal(3, word.Lines.Count));
        Assert.All(ComparedWord.Of(MethodComparison.Of([Samples.Number, Samples.Number])), word => Assert.Null(word.Lines[0].Share));
        Assert.NotEmpty(ComparedWord.Of(MethodComparison.Of([Samples.Number, Samples.Number])));
        var silent = Samples.Plain with { Layers = [Samples.Plain.Layers[0] with { WordScores = [.. Samples.Plain.Words.Select(_ => 0.0)] }] };
        Assert.Empty(ComparedWord.Of(MethodComparison.Of([silent, silent])));
    }

    private static Explanation Explained(string method, Func<int, double> score) => Samples.Plain with
    {
        Options = new ExplainOptions { Method = method, Decode = false },
        Head = null,
        Layers = [Samples.Plain.Layers[0] with { WordScores = [.. Samples.Plain.Words.Select((_, i) => score(i))], Vocabulary = [], Coherence = null }],
    };
}

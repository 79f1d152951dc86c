using System.Text.Json;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Tests.Saliency.Report;

/// <summary>Output against the published schema.</summary>
public class SchemaSpec
{
    private static readonly PublishedSchema Published = new("explanation.schema.json");

    [Theory]
    [MemberData(nameof(ExplanationJsonSpec.Names), MemberType = typeof(ExplanationJsonSpec))]
    public void Output_obeys_the_schema(string name)
    {
        using var json = JsonDocument.Parse(ExplanationJson.Write(ExplanationJsonSpec.Sample(name)));
        Check(json.RootElement);
    }

    [Theory]
    [InlineData("rich", CorpusDetail.Words)]
    [InlineData("rich", CorpusDetail.Tokens)]
    [InlineData("windowed", CorpusDetail.Tokens)]
    public void A_corpus_obeys_the_schema(string name, CorpusDetail detail)
    {
        using var head = JsonDocument.Parse(CorpusJson.Write(CorpusJsonSpec.Head));
        CheckCorpus(head.RootElement, "corpusHead");
        using var row = JsonDocument.Parse(CorpusJson.Write(CorpusJsonSpec.Row(name, detail)));
        CheckCorpus(row.RootElement, "corpusRow");
    }

    [Fact]
    public void The_checker_can_fail()
    {
        string json = ExplanationJson.Write(Samples.Plain);
        foreach (var (from, to) in new[]
            { ("\"text\":", "\"taxt\":"), ("\"grad-cam\"", "\"Grad Cam\""), ("\"rectify\":\"relu\"", "\"rectify\":\"magic\""), ("\"tau\":10", "\"tau\":0"), ("\"top\":10", "\"top\":\"10\"") })
        {
            using var damaged = JsonDocument.Parse(json.Replace(from, to));
            Assert.ThrowsAny<Exception>(() => Check(damaged.RootElement));
        }
    }

    [Fact]
    public void The_schema_promises_nothing_that_is_not_written()
    {
        var written = new HashSet<string>();
        foreach (var sample in new[] { Samples.Rich, Samples.Windowed, Samples.Tried })
        {
            using var json = JsonDocument.Parse(ExplanationJson.Write(sample));
            PublishedSchema.Collect(json.RootElement, written);
        }
        using var problem = JsonDocument.Parse(CorpusJson.Write(new CorpusRow { Row = 1, Line = 1, Problem = "no" }));
        PublishedSchema.Collect(problem.RootElement, written);
        string rows = string.Join(',', new[] { "rich", "windowed" }.Select(name => CorpusJson.Write(CorpusJsonSpec.Row(name, CorpusDetail.Tokens))));
        using var corpus = JsonDocument.Parse($"{CorpusJson.Write(CorpusJsonSpec.Head)[..^1]},\"rows\":[{rows}]}}");
        CheckCorpus(corpus.RootElement, "corpusHead");
        PublishedSchema.Collect(corpus.RootElement, written);
        foreach (string compared in new[] { ComparisonJson.Write(ComparisonJsonSpec.Sample), CorpusJson.Write(ComparisonJsonSpec.Row(CorpusDetail.Words)) })
            PublishedSchema.Collect(JsonDocument.Parse(compared).RootElement, written);
        Assert.Empty(Published.Promised.Except(written));
    }

    [Fact]
    public void Each_method_has_a_name_that_the_schema_allows()
    {
        var options = Published.Root.GetProperty("$defs").GetProperty("options").GetProperty("properties");
        string pattern = options.GetProperty("aggregation").GetProperty("pattern").GetString()!;
        Assert.All(SaliencyMethods.All, method => Assert.Matches(pattern, method.Info.Name));
        Assert.DoesNotMatch(pattern, "Grad Cam");
    }

    internal static void Check(JsonElement json) => Published.Check(json);

    internal static void CheckCorpus(JsonElement json, string definition) => Published.Check(json, definition);
}

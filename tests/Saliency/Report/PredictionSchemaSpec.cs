using System.Text.Json;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Saliency.Report;

/// <summary>Predictions against their published schema, and read again.</summary>
public sealed class PredictionSchemaSpec
{
    internal static readonly PublishedSchema Published = new("prediction.schema.json");

    private static readonly Dictionary<string, JsonElement> Keep = new() { ["id"] = JsonSerializer.SerializeToElement("7; \"x\"") };

    private static readonly PredictionHead Head = new()
    {
        Input = "reviews.csv",
        Column = "text",
        Keep = ["id"],
        Model = Samples.Plain.Model,
        Outputs = Samples.Plain.Outputs,
        Labels = ["negative", "positive"],
    };

    [Theory]
    [MemberData(nameof(ExplanationJsonSpec.Names), MemberType = typeof(ExplanationJsonSpec))]
    public void A_prediction_obeys_the_schema_and_is_read_again(string name)
    {
        var sample = Samples.Predicted(ExplanationJsonSpec.Sample(name));
        string json = PredictionJson.Write(sample);
        Published.Check(JsonDocument.Parse(json).RootElement);
        var read = PredictionJson.Read(json);
        Assert.Equal(json, PredictionJson.Write(read));
        Assert.Equal(sample.Answer(), read.Answer());
        Assert.Equal(PredictionJson.Write(sample, indented: true), PredictionJson.Write(read, indented: true));
        string row = PredictionJson.Write(Row(name));
        Published.Check(JsonDocument.Parse(row).RootElement, "corpusRow");
        Assert.Equal(row, PredictionJson.Write(PredictionJson.ReadRow(row)));
    }

    [Fact]
    public void A_head_obeys_the_schema_and_that_of_explanations_is_refused()
    {
        string json = PredictionJson.Write(Head);
        Published.Check(JsonDocument.Parse(json).RootElement, "corpusHead");
        Assert.Equal(json, PredictionJson.Write(PredictionJson.ReadHead(json)));
        Assert.Equal("expected the first line of a corpus, schema puresaliency/prediction/1; found schema puresaliency/explanation/2, of another command.",
            Assert.Throws<InputException>(() => PredictionJson.ReadHead(CorpusJson.Write(CorpusJsonSpec.Head))).Message);
        Assert.Contains("expected schema puresaliency/prediction/1", Assert.Throws<InputException>(
            () => PredictionJson.Read(PredictionJson.Write(Samples.Predicted(Samples.Plain)).Replace("prediction/1", "prediction/0"))).Message);
    }

    [Fact]
    public void The_schema_promises_nothing_that_is_not_written()
    {
        var written = new HashSet<string>();
        foreach (var sample in new[] { Samples.Windowed, Samples.Labels })
            PublishedSchema.Collect(JsonDocument.Parse(PredictionJson.Write(Samples.Predicted(sample))).RootElement, written);
        string rows = string.Join(',', PredictionJson.Write(Row("windowed")), PredictionJson.Write(Row("labels")),
            PredictionJson.Write(new PredictionRow { Row = 1, Line = 1, Problem = "no" }));
        using var corpus = JsonDocument.Parse($"{PredictionJson.Write(Head)[..^1]},\"rows\":[{rows}]}}");
        Published.Check(corpus.RootElement, "corpusHead");
        PublishedSchema.Collect(corpus.RootElement, written);
        Assert.Empty(Published.Promised.Except(written));
    }

    [Theory]
    [InlineData("\"text\":", "\"taxt\":")]
    [InlineData("\"exclusive-classes\"", "\"classes\"")]
    [InlineData("\"tokens\":14", "\"tokens\":\"14\"")]
    public void The_checker_can_fail(string from, string to)
    {
        string json = PredictionJson.Write(Samples.Predicted(Samples.Plain)), damaged = json.Replace(from, to);
        Assert.NotEqual(json, damaged);
        Assert.ThrowsAny<Exception>(() => Published.Check(JsonDocument.Parse(damaged).RootElement));
    }

    private static PredictionRow Row(string name) => PredictionRow.Of(3, 4, Keep, Samples.Predicted(ExplanationJsonSpec.Sample(name)));
}

using System.Text.Json;
using System.Text.Json.Serialization;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Options;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Tests.Saliency.Report;

/// <summary>Every serializer writes and reads the documented schema: names and converters stand on the types.</summary>
public sealed partial class SerializersSpec
{
    private const string Posted = """
        { "aggregation": "integrated-gradients", "decode": false, "rectify": "none", "decodeScale": "l2", "tau": 5, "vocabulary": "input",
          "duplicates": "split", "order": "weigh-then-decode", "value": "log-probability", "meanOver": "without-special", "layer": 3,
          "baseline": "pad", "steps": 7, "window": 2, "replacement": "pad", "target": "good", "top": 4 }
        """;

    private static readonly ExplainOptions Read = new ExplainOptions
    {
        Method = IntegratedGradients.Name,
        Decode = false,
        Rectify = Rectify.None,
        DecodeScale = DecodeScale.L2,
        Tau = 5,
        Vocabulary = VocabularyScope.Input,
        Duplicates = Duplicates.Split,
        Order = DecodeOrder.WeighThenDecode,
        Value = ExplainedValue.LogProbability,
        Layer = LayerChoice.At(3),
        Target = "good",
        Top = 4,
    }.With(GradCam.MeanOver, MeanOver.WithoutSpecial).With(IntegratedGradients.Baseline, Baseline.Pad).With(IntegratedGradients.Steps, 7)
        .With(Occlusion.Window, 2).With(Occlusion.Replacement, Replacement.Pad);

    private static readonly Dictionary<string, JsonSerializerOptions> Serializers = new()
    {
        ["default"] = JsonSerializerOptions.Default,
        ["web"] = JsonSerializerOptions.Web,
        ["another policy"] = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper, Converters = { new JsonStringEnumConverter() } },
        ["a context of the user's"] = Users.Default.Options,
    };

    public static TheoryData<string> Names { get; } = [.. Serializers.Keys];

    [Theory, MemberData(nameof(Names))]
    public void An_explanation_is_written_after_the_schema_and_read_again(string name)
    {
        foreach (var sample in new[] { Samples.Rich, Samples.Plain, Samples.Windowed, Samples.Labels, Samples.Number })
        {
            string json = JsonSerializer.Serialize(sample, Serializers[name]);
            using var written = JsonDocument.Parse(json);
            SchemaSpec.Check(written.RootElement);
            using var ours = JsonDocument.Parse(ExplanationJson.Write(sample));
            Assert.True(JsonElement.DeepEquals(ours.RootElement, written.RootElement));
            var read = JsonSerializer.Deserialize<Explanation>(json, Serializers[name])!;
            Assert.Equal(ExplanationJson.Write(sample), ExplanationJson.Write(read));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Options_are_posted_by_their_own_names(string name)
    {
        Assert.Equal(Read, JsonSerializer.Deserialize<ExplainOptions>(Posted, Serializers[name]));
        Assert.Equal(new ExplainOptions(), JsonSerializer.Deserialize<ExplainOptions>("{}", Serializers[name]));
        Assert.Equal(new ExplainOptions { Tau = 3 }, JsonSerializer.Deserialize<ExplainOptions>("""{ "tau": 3, "target": null }""", Serializers[name]));
        string json = JsonSerializer.Serialize(Read, Serializers[name]);
        using JsonDocument expected = JsonDocument.Parse(Posted), actual = JsonDocument.Parse(json);
        Assert.All(expected.RootElement.EnumerateObject(), field =>
            Assert.True(JsonElement.DeepEquals(field.Value, actual.RootElement.GetProperty(field.Name)), $"{field.Name} in {json}"));
        Assert.Equal(ExplainOption.All.Count + 2, actual.RootElement.EnumerateObject().Count()); // and the method, and whether it is decoded
    }

    [Fact]
    public void Names_may_be_in_any_case_where_the_serializer_says_so()
    {
        Assert.Equal(new ExplainOptions { Tau = 3 }, JsonSerializer.Deserialize<ExplainOptions>("""{ "TAU": 3 }""", JsonSerializerOptions.Web));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ExplainOptions>("""{ "TAU": 3 }"""));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_value_that_is_none_is_refused_with_those_there_are(string name)
    {
        Assert.Contains("Expected one of grad-cam, grad-norm", Refusal("""{ "aggregation": "magic" }"""));
        Assert.Contains("Expected one of none", Refusal("""{ "rectify": 1 }"""));
        Assert.Contains("Expected \"auto\", \"all\" or a layer from 0", Refusal("""{ "layer": -1 }"""));
        Assert.Contains("Expected \"auto\", \"all\" or a layer from 0", Refusal("""{ "layer": {} }"""));
        Refusal("""{ "aggregation": null }""");
        Assert.Contains("tau: Expected an integer", Refusal("""{ "tau": "many" }"""));
        Assert.Contains("steps: Expected an integer", Refusal("""{ "steps": 1e99 }"""));
        Assert.Contains("decode: Expected true or false", Refusal("""{ "decode": "yes" }"""));
        Assert.Contains("target: Expected a string or null", Refusal("""{ "target": 1 }"""));
        Assert.Contains("Expected an object of options", Refusal("[]"));
        // A slip in a name would leave the default in its place.
        Assert.Contains("There is no option 'aggregaton', expected aggregation, decode", Refusal("""{ "aggregaton": "grad-norm" }"""));

        string Refusal(string json) =>
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ExplainOptions>(json, Serializers[name])).Message;
    }

    [JsonSerializable(typeof(Explanation))]
    [JsonSerializable(typeof(ExplainOptions))]
    private sealed partial class Users : JsonSerializerContext;
}

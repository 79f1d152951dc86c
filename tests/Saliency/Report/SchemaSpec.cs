using System.Text.Json;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Tests.Saliency.Report;

/// <summary>Output against the published schema, by a checker of just the keywords the schema uses.</summary>
public class SchemaSpec
{
    private static readonly JsonElement Schema =
        JsonDocument.Parse(File.ReadAllText(Repository.Path("docs", "explanation.schema.json"))).RootElement;

    [Theory]
    [MemberData(nameof(ExplanationJsonSpec.Names), MemberType = typeof(ExplanationJsonSpec))]
    public void Output_obeys_the_schema(string name)
    {
        using var json = JsonDocument.Parse(ExplanationJson.Write(ExplanationJsonSpec.Sample(name)));
        Check(json.RootElement, Schema, "$");
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
            { ("\"text\":", "\"taxt\":"), ("\"grad-cam\"", "\"Grad Cam\""), ("\"relu\"", "\"magic\""), ("\"tau\":10", "\"tau\":0"), ("\"top\":10", "\"top\":\"10\"") })
        {
            using var damaged = JsonDocument.Parse(json.Replace(from, to));
            Assert.ThrowsAny<Exception>(() => Check(damaged.RootElement, Schema, "$"));
        }
    }

    [Fact]
    public void The_schema_promises_nothing_that_is_not_written()
    {
        var written = new HashSet<string>();
        foreach (var sample in new[] { Samples.Rich, Samples.Windowed, Samples.Tried })
        {
            using var json = JsonDocument.Parse(ExplanationJson.Write(sample));
            Collect(json.RootElement, written);
        }
        using var problem = JsonDocument.Parse(CorpusJson.Write(new CorpusRow { Row = 1, Line = 1, Problem = "no" }));
        Collect(problem.RootElement, written);
        string rows = string.Join(',', new[] { "rich", "windowed" }.Select(name => CorpusJson.Write(CorpusJsonSpec.Row(name, CorpusDetail.Tokens))));
        using var corpus = JsonDocument.Parse($"{CorpusJson.Write(CorpusJsonSpec.Head)[..^1]},\"rows\":[{rows}]}}");
        CheckCorpus(corpus.RootElement, "corpusHead");
        Collect(corpus.RootElement, written);
        var promised = Schema.GetProperty("$defs").EnumerateObject().Select(d => d.Value).Append(Schema)
            .Where(s => s.TryGetProperty("properties", out _))
            .SelectMany(s => s.GetProperty("properties").EnumerateObject()).Select(p => p.Name);
        Assert.Empty(promised.Except(written));
    }

    [Fact]
    public void Each_method_has_a_name_that_the_schema_allows()
    {
        var options = Schema.GetProperty("$defs").GetProperty("options").GetProperty("properties");
        string pattern = options.GetProperty("aggregation").GetProperty("pattern").GetString()!;
        Assert.All(SaliencyMethods.All, method => Assert.Matches(pattern, method.Info.Name));
        Assert.DoesNotMatch(pattern, "Grad Cam");
    }

    private static void Collect(JsonElement json, HashSet<string> names)
    {
        if (json.ValueKind == JsonValueKind.Object)
            foreach (var property in json.EnumerateObject())
            {
                names.Add(property.Name);
                Collect(property.Value, names);
            }
        else if (json.ValueKind == JsonValueKind.Array)
            foreach (var item in json.EnumerateArray())
                Collect(item, names);
    }

    internal static void Check(JsonElement json) => Check(json, Schema, "$");

    internal static void CheckCorpus(JsonElement json, string definition) => Check(json, Schema.GetProperty("$defs").GetProperty(definition), definition);

    private static void Check(JsonElement json, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            schema = Schema.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]);
        if (schema.TryGetProperty("anyOf", out var choices))
            Assert.True(choices.EnumerateArray().Any(choice => Obeys(json, choice, at)), $"{at}: none of anyOf fits");
        if (schema.TryGetProperty("const", out var constant))
            Assert.Equal(constant.GetString(), json.GetString());
        if (schema.TryGetProperty("enum", out var names))
            Assert.Contains(json.GetString(), names.EnumerateArray().Select(n => n.GetString()));
        if (schema.TryGetProperty("pattern", out var pattern))
            Assert.Matches(pattern.GetString()!, json.GetString());
        if (schema.TryGetProperty("type", out var type))
            Assert.True(HasType(json, type), $"{at}: expected {type}, found {json.ValueKind}");
        if (schema.TryGetProperty("minimum", out var minimum) && json.ValueKind == JsonValueKind.Number)
            Assert.True(json.GetDouble() >= minimum.GetDouble(), $"{at}: {json} is under {minimum}");
        if (schema.TryGetProperty("items", out var items) && json.ValueKind == JsonValueKind.Array)
            foreach (var item in json.EnumerateArray())
                Check(item, items, at + "[]");
        if (schema.TryGetProperty("properties", out var properties) && json.ValueKind == JsonValueKind.Object)
            CheckObject(json, schema, properties, at);
    }

    private static void CheckObject(JsonElement json, JsonElement schema, JsonElement properties, string at)
    {
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        foreach (var required in schema.GetProperty("required").EnumerateArray())
            Assert.True(json.TryGetProperty(required.GetString()!, out _), $"{at}: {required} is missing");
        foreach (var property in json.EnumerateObject())
        {
            Assert.True(properties.TryGetProperty(property.Name, out var inner), $"{at}: {property.Name} is not in the schema");
            Check(property.Value, inner, $"{at}.{property.Name}");
        }
    }

    private static bool Obeys(JsonElement json, JsonElement schema, string at)
    {
        try
        {
            Check(json, schema, at);
            return true;
        }
        catch (Exception problem) when (problem is Xunit.Sdk.XunitException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool HasType(JsonElement json, JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(t => HasType(json, t))
        : type.GetString() switch
        {
            "object" => json.ValueKind == JsonValueKind.Object,
            "array" => json.ValueKind == JsonValueKind.Array,
            "string" => json.ValueKind == JsonValueKind.String,
            "number" => json.ValueKind == JsonValueKind.Number,
            "integer" => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out _),
            "boolean" => json.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => json.ValueKind == JsonValueKind.Null,
            _ => false,
        };
}

using System.Text.Json;

namespace PureSaliency.Tests.Saliency.Report;

/// <summary>A published schema, with a checker of just the keywords that the schemas use.</summary>
/// <param name="name">Its file under docs.</param>
internal sealed class PublishedSchema(string name)
{
    public JsonElement Root { get; } = JsonDocument.Parse(File.ReadAllText(Repository.Path("docs", name))).RootElement;

    /// <summary>Names of all properties that it promises.</summary>
    public IEnumerable<string> Promised => Root.GetProperty("$defs").EnumerateObject().Select(d => d.Value).Append(Root)
        .Where(s => s.TryGetProperty("properties", out _))
        .SelectMany(s => s.GetProperty("properties").EnumerateObject()).Select(p => p.Name);

    public void Check(JsonElement json) => Check(json, Root, "$");

    public void Check(JsonElement json, string definition) => Check(json, Root.GetProperty("$defs").GetProperty(definition), definition);

    /// <summary>Adds the names of all properties that are written.</summary>
    public static void Collect(JsonElement json, HashSet<string> names)
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

    private void Check(JsonElement json, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            schema = reference.GetString() == "#" ? Root : Root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]);
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

    private void CheckObject(JsonElement json, JsonElement schema, JsonElement properties, string at)
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

    private bool Obeys(JsonElement json, JsonElement schema, string at)
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

using System.Text.Json;
using PureSaliency.Tests.Saliency.Report;

namespace PureSaliency.Tests.Cli.Process;

/// <summary>Explanations as the command line wrote them, held against the schema.</summary>
internal static class Json
{
    public static JsonElement Whole(string json)
    {
        var root = JsonDocument.Parse(json).RootElement;
        SchemaSpec.Check(root);
        return root;
    }

    public static JsonElement[] Array(string json) => [.. JsonDocument.Parse(json).RootElement.EnumerateArray().Select(e => Whole(e.GetRawText()))];

    public static JsonElement[] Lines(string lines)
    {
        Assert.True(lines is "" || lines.EndsWith('\n'));
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Whole)];
    }

    public static string Text(JsonElement explanation) => explanation.GetProperty("text").GetString()!;

    /// <summary>All but the timing, which differs from run to run.</summary>
    public static string Numbers(JsonElement explanation) => string.Join('\n', explanation.EnumerateObject()
        .Where(property => property.Name != "timing").Select(property => $"{property.Name}: {JsonSerializer.Serialize(property.Value)}"));
}

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

    /// <summary>The explained rows of a corpus that is one object.</summary>
    public static JsonElement[] Array(string json)
    {
        var root = JsonDocument.Parse(json).RootElement;
        SchemaSpec.CheckCorpus(root, "corpusHead");
        return [.. root.GetProperty("rows").EnumerateArray().Where(IsExplained)];
    }

    /// <summary>The explained rows of a corpus, after its first line.</summary>
    public static JsonElement[] Lines(string lines) => [.. Rows(lines).Where(IsExplained)];

    /// <summary>All rows of a corpus, after its first line.</summary>
    public static JsonElement[] Rows(string lines)
    {
        Assert.EndsWith("\n", lines);
        string[] all = lines[..^1].Split('\n');
        SchemaSpec.CheckCorpus(JsonDocument.Parse(all[0]).RootElement, "corpusHead");
        return [.. all[1..].Select(Row)];
    }

    public static JsonElement Row(string line)
    {
        var row = JsonDocument.Parse(line).RootElement;
        SchemaSpec.CheckCorpus(row, "corpusRow");
        return row;
    }

    public static string Text(JsonElement explanation) => explanation.GetProperty("text").GetString()!;

    /// <summary>All but the timing, which differs from run to run.</summary>
    public static string Numbers(JsonElement explanation) => string.Join('\n', explanation.EnumerateObject()
        .Where(property => property.Name != "timing").Select(property => $"{property.Name}: {JsonSerializer.Serialize(property.Value)}"));

    private static bool IsExplained(JsonElement row) => !row.TryGetProperty("problem", out _);
}

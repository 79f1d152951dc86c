using System.Text.Json;
using System.Text.Json.Nodes;
using PureSaliency.Saliency.Study;

namespace PureSaliency.Cli.Outputs;

/// <summary>How long methods took, apart from what they found.</summary>
internal static class StudyTimes
{
    /// <summary>The line of a text.</summary>
    public static string Line(StudyRow row) => new JsonObject
    {
        ["row"] = row.Row,
        ["seconds"] = new JsonArray([.. row.Seconds.Select(second => (JsonNode)JsonValue.Create(Math.Round(second, 6)))]),
    }.ToJsonString();

    /// <summary>Median seconds per text of each method, were it alone, and of how many texts.</summary>
    public static string Write(StudyPlan plan, IReadOnlyList<string> lines)
    {
        double[][] seconds = [.. lines.Select(Seconds).OfType<double[]>().Where(row => row.Length == plan.Methods.Count)];
        var methods = new JsonObject();
        for (int m = 0; m < plan.Methods.Count; m++)
        {
            double[] own = [.. seconds.Select(row => row[m]).Where(second => second > 0).Order()];
            if (own.Length > 0) methods[plan.Methods[m].Name] = own[own.Length / 2];
        }
        return new JsonObject { ["texts"] = seconds.Length, ["medianSecondsPerText"] = methods }.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }) + "\n";
    }

    // A line that a killed run left in the middle tells nothing.
    private static double[]? Seconds(string line)
    {
        try
        {
            return [.. JsonNode.Parse(line)!["seconds"]!.AsArray().Select(second => (double)second!)];
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or NullReferenceException)
        {
            return null;
        }
    }
}

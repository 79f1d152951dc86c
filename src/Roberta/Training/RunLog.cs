using System.Text.Json;
using System.Text.Json.Nodes;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// A file with lines of JSON about a run, each with the number of its <c>update</c>. A resumed run takes back what was written
/// after its checkpoint.
/// </summary>
public static class RunLog
{
    /// <summary>The lines up to the first that is torn, which a killed run may have left.</summary>
    public static IEnumerable<JsonObject> Read(string path) => File.ReadLines(path).Select(Parsed).TakeWhile(line => line is not null)!;

    /// <summary>
    /// Opens the file to go on with an update. Earlier lines stay, even if this run is killed at once, and each line is in the file
    /// before a checkpoint can be made of its update.
    /// </summary>
    public static StreamWriter GoOn(string path, int update)
    {
        if (File.Exists(path))
            WholeFile.Write(path, string.Concat(
                Read(path).Where(line => (int)line["update"]! < update).Select(line => line.ToJsonString() + "\n")));
        return new StreamWriter(path, append: true) { NewLine = "\n", AutoFlush = true };
    }

    private static JsonObject? Parsed(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

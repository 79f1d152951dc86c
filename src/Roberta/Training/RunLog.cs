using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// A file with lines of JSON about a run, each with the number of its <c>update</c>. A resumed run takes back what was written
/// after its checkpoint.
/// </summary>
public sealed class RunLog : IDisposable
{
    private readonly string path;
    private readonly FileStream stream;

    private RunLog(string path, FileStream stream) => (this.path, this.stream) = (path, stream);

    /// <summary>The lines up to the first that is torn, which a killed run may have left.</summary>
    public static IEnumerable<JsonObject> Read(string path) => File.ReadLines(path).Select(Parsed).TakeWhile(line => line is not null)!;

    /// <summary>
    /// Opens the file to go on with an update. Earlier lines stay, even if this run is killed at once, and each line is in the file
    /// before a checkpoint can be made of its update.
    /// </summary>
    /// <param name="path">The file, which lies in the folder of a model in the making.</param>
    /// <param name="update">The update that comes.</param>
    /// <exception cref="Tensors.InputException">It cannot be written.</exception>
    public static RunLog GoOn(string path, int update)
    {
        string training = Path.Combine(Path.GetDirectoryName(path) ?? "", RunNames.Training);
        if (File.Exists(path))
            AtomicFile.Write(path, string.Concat(
                Read(path).Where(line => (int)line["update"]! < update).Select(line => line.ToJsonString() + "\n")),
                Directory.Exists(training) ? Path.Combine(training, Path.GetFileName(path) + ".partial") : null);
        FileStream? stream = null;
        AtomicFile.Guarded(path, () => stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0));
        return new(path, stream!);
    }

    /// <summary>Writes a line, whole or with an error.</summary>
    /// <exception cref="Tensors.InputException">The system does not let us.</exception>
    public void Write(JsonObject line) => AtomicFile.Guarded(path, () => stream.Write(Encoding.UTF8.GetBytes(line.ToJsonString(JsonSerializerOptions.Default) + "\n")));

    /// <summary>Closes the file.</summary>
    public void Dispose() => stream.Dispose();

    /// <summary>Whether a file is empty or begins with a line of a run, torn or not.</summary>
    internal static bool IsLog(string path) => File.ReadLines(path).FirstOrDefault() is not { } first || Parsed(first) is not null
        || first.StartsWith("{\"update\":", StringComparison.Ordinal);

    private static JsonObject? Parsed(string line)
    {
        try
        {
            // Written once more here, so that what cannot be written ends the log too.
            return JsonNode.Parse(line) is JsonObject json && json["update"] is JsonValue update && update.TryGetValue(out int _) && json.ToJsonString().Length > 0 ? json : null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or ArgumentException)
        {
            return null; // cut off, half a surrogate, or a name twice
        }
    }
}

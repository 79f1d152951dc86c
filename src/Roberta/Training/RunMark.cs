using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// <c>training/run.json</c>: by it a run knows a folder for its own, and the files of the result by their hashes. A hash is noted
/// before the file gets its name, so that a run that is killed in between still knows it.
/// </summary>
internal sealed class RunMark
{
    private const string Program = "PureSaliency";
    private const int HashesKept = 3;
    private readonly string path;
    private readonly Dictionary<string, List<string>> files = [];

    private RunMark(string path, string kind, string id) => (this.path, Kind, Id) = (path, kind, id);

    /// <summary>What is made: a classifier or a language model.</summary>
    public string Kind { get; }

    /// <summary>Tells this run from all others.</summary>
    public string Id { get; }

    /// <summary>The hash of the texts that a run began with; null where they are not compared.</summary>
    public string? Text { get; set; }

    /// <summary>The mark of a new run.</summary>
    public static RunMark New(string path, string kind) => new(path, kind, Guid.NewGuid().ToString("N"));

    /// <summary>Reads the mark.</summary>
    /// <exception cref="InputException">It is damaged, or another program's.</exception>
    public static RunMark Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path)) is JsonObject json && (string?)json["program"] == Program ? Read(path, json) : throw No(null);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or ArgumentException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw No(problem);
        }

        InputException No(Exception? problem) => new($"'{path}' is not the mark of a training run.", problem ?? new FormatException());
    }

    /// <summary>Whether a file of the result is as this run wrote it.</summary>
    public bool Knows(string file) => files.TryGetValue(Path.GetFileName(file), out var hashes) && hashes.Contains(Hash(file));

    /// <summary>Whether a file of this name was ever written.</summary>
    public bool Wrote(string name) => files.ContainsKey(name);

    /// <summary>Notes what is about to get its name.</summary>
    public void Add(string file)
    {
        string name = Path.GetFileName(file);
        if (!files.TryGetValue(name, out var hashes)) files[name] = hashes = [];
        string hash = Hash(file);
        hashes.Remove(hash);
        hashes.Add(hash);
        if (hashes.Count > HashesKept) hashes.RemoveAt(0);
    }

    /// <summary>Writes the mark.</summary>
    public void Save() => AtomicFile.Write(path, new JsonObject
    {
        ["program"] = Program,
        ["kind"] = Kind,
        ["id"] = Id,
        ["text"] = Text,
        ["files"] = new JsonObject(files.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)new JsonArray([.. entry.Value.Select(hash => (JsonNode)hash)])))),
    }.ToJsonString() + "\n");

    private static RunMark Read(string path, JsonObject json)
    {
        var mark = new RunMark(path, (string?)json["kind"] ?? "", (string?)json["id"] ?? "") { Text = (string?)json["text"] };
        foreach (var (name, hashes) in json["files"] as JsonObject ?? [])
            mark.files[name] = [.. (hashes as JsonArray ?? []).Select(hash => (string?)hash ?? "")];
        return mark;
    }

    private static string Hash(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

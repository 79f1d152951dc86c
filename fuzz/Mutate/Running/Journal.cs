using System.Text.Json;

namespace PureSaliency.Mutate.Running;

/// <summary>What became of a mutant.</summary>
internal enum Fate
{
    /// <summary>A test failed.</summary>
    Killed,

    /// <summary>A test never came to an end, or took the process with it.</summary>
    Stopped,

    /// <summary>All tests that reach it passed, in a process in which nothing else had been alive.</summary>
    Survived,

    /// <summary>No test reaches it.</summary>
    Unreached,
}

/// <summary>A line of the journal.</summary>
internal sealed record Entry(Mutant Mutant, Fate Fate, string By);

/// <summary>One line per mutant that was tried, so that a run can be stopped and goes on.</summary>
internal sealed class Journal
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly string path;

    public Journal(string path)
    {
        this.path = path;
        if (!File.Exists(path)) return;
        foreach (string line in File.ReadLines(path).Where(line => line.Length > 0))
            if (JsonSerializer.Deserialize<Entry>(line, Options) is { } entry) Entries[entry.Mutant.Key] = entry;
    }

    /// <summary>The last word on each mutant.</summary>
    public Dictionary<string, Entry> Entries { get; } = [];

    /// <summary>Adds a line.</summary>
    public void Add(Entry entry)
    {
        Entries[entry.Mutant.Key] = entry;
        File.AppendAllText(path, JsonSerializer.Serialize(entry, Options) + "\n");
    }
}

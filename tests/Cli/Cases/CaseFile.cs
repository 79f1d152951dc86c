using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PureSaliency.Tests.Cli.Cases;

/// <summary>One folder of tests/cases: inputs that once went wrong or could, the commands, and what is right (tests/cases/README.md).</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CaseFile
{
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>What goes wrong in cases like this one.</summary>
    public required string Kind { get; init; }

    /// <summary>Model folders to be made under {out}.</summary>
    public IReadOnlyDictionary<string, CaseFolder> Folders { get; init; } = new Dictionary<string, CaseFolder>();

    /// <summary>Files to be written under {out}.</summary>
    public IReadOnlyDictionary<string, JsonNode> Files { get; init; } = new Dictionary<string, JsonNode>();

    /// <summary>Commands, one after the other.</summary>
    public required IReadOnlyList<CaseRun> Runs { get; init; }

    public static CaseFile Read(string path) => JsonSerializer.Deserialize<CaseFile>(File.ReadAllText(path), Reading)!;
}

/// <summary>A model folder: another one with changes.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CaseFolder
{
    /// <summary>The folder whose files are copied; none begins empty.</summary>
    public string? From { get; init; }

    /// <summary>A merge patch on config.json: null removes a field.</summary>
    public JsonObject? Config { get; init; }

    /// <summary>Files written into it.</summary>
    public IReadOnlyDictionary<string, JsonNode> Write { get; init; } = new Dictionary<string, JsonNode>();

    /// <summary>Files taken out of it.</summary>
    public IReadOnlyList<string> Remove { get; init; } = [];
}

/// <summary>A command line and what is right.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CaseRun
{
    public required IReadOnlyList<string> Args { get; init; }
    public string? Stdin { get; init; }
    public int Exit { get; init; }

    /// <summary>What standard output holds, and what it must not hold.</summary>
    public IReadOnlyList<string> Output { get; init; } = [];
    public IReadOnlyList<string> NotOutput { get; init; } = [];

    /// <summary>What standard error holds, and what it must not hold.</summary>
    public IReadOnlyList<string> Error { get; init; } = [];
    public IReadOnlyList<string> NotError { get; init; } = [];

    /// <summary>Lines of standard output.</summary>
    public int? OutputLines { get; init; }

    /// <summary>Files and what they hold.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Written { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Files that must not be there.</summary>
    public IReadOnlyList<string> Absent { get; init; } = [];

    /// <summary>Whether it runs as a process of its own, with these variables beside its own.</summary>
    public bool Process { get; init; }
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}

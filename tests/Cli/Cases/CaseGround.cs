using System.Text.Json.Nodes;

namespace PureSaliency.Tests.Cli.Cases;

/// <summary>The temporary folder of one case, and the names that its file may use for folders.</summary>
internal sealed class CaseGround : IDisposable
{
    private readonly string _here;
    private readonly string _out = Directory.CreateTempSubdirectory("puresaliency-case").FullName;

    public CaseGround(string here, CaseFile given)
    {
        _here = here;
        foreach (var (name, folder) in given.Folders) Make(Path.Combine(_out, name), folder);
        foreach (var (name, content) in given.Files) Write(Path.Combine(_out, name), content);
    }

    /// <summary>The text with the names of folders filled in.</summary>
    public string Fill(string text) => text
        .Replace("{here}", _here, StringComparison.Ordinal).Replace("{out}", _out, StringComparison.Ordinal)
        .Replace("{cases}", Repository.Path("tests", "cases"), StringComparison.Ordinal)
        .Replace("{weights}", Repository.Path("weights"), StringComparison.Ordinal)
        .Replace("{golden}", Repository.Path("tests", "golden"), StringComparison.Ordinal);

    /// <summary>What lies in the folder, so that one can see what a refused run left.</summary>
    public string[] Listing() => [.. Directory.EnumerateFileSystemEntries(_out, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_out, recursive: true);

    private void Make(string path, CaseFolder folder)
    {
        Directory.CreateDirectory(path);
        if (folder.From is { } from)
            foreach (string file in Directory.EnumerateFiles(Fill(from))) File.Copy(file, Path.Combine(path, Path.GetFileName(file)));
        if (folder.Config is { } patch) Patch(Path.Combine(path, "config.json"), patch);
        foreach (var (name, content) in folder.Write) Write(Path.Combine(path, name), content);
        foreach (string name in folder.Remove) File.Delete(Path.Combine(path, name));
    }

    private static void Patch(string path, JsonObject patch)
    {
        var config = (JsonObject)JsonNode.Parse(File.ReadAllText(path))!;
        foreach (var (name, value) in patch)
        {
            config.Remove(name);
            if (value is not null) config[name] = value.DeepClone();
        }
        File.WriteAllText(path, config.ToJsonString());
    }

    // A string is text, {"base64": …} bytes, {"copyOf": …} another file, anything else JSON.
    private void Write(string path, JsonNode content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (content is JsonValue value && value.TryGetValue(out string? text)) File.WriteAllText(path, Fill(text));
        else if (content is JsonObject { Count: 1 } bytes && bytes["base64"] is { } base64) File.WriteAllBytes(path, Convert.FromBase64String((string)base64!));
        else if (content is JsonObject { Count: 1 } copy && copy["copyOf"] is { } other) File.Copy(Fill((string)other!), path, overwrite: true);
        else File.WriteAllText(path, content.ToJsonString());
    }
}

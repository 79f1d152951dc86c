using System.Security.Cryptography;
using System.Text;
using PureSaliency.Fuzz.Healthy;
using PureSaliency.Fuzz.Run;

namespace PureSaliency.Fuzz.Kills;

/// <summary>
/// A folder with models, texts and files of strangers, in which runs are killed. Each run has a folder of its own there; of all
/// else nothing may change.
/// </summary>
internal sealed class Ground : IDisposable
{
    private const string Runs = "runs";
    private readonly Dictionary<string, string> _before;

    public Ground()
    {
        Folder = Directory.CreateTempSubdirectory("puresaliency-kills-").FullName;
        foreach (var (name, bytes) in Files())
            Write(name, bytes);
        Directory.CreateDirectory(Path.Combine(Folder, Runs));
        _before = Fingerprints();
    }

    public string Folder { get; }

    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>The folder of a run, not made yet.</summary>
    public string Run(string name) => Path.Combine(Folder, Runs, name);

    /// <summary>What changed outside the folders of runs; null if nothing did.</summary>
    public string? Changed()
    {
        var now = Fingerprints();
        string[] changed = [.. _before.Keys.Union(now.Keys).Where(name => _before.GetValueOrDefault(name) != now.GetValueOrDefault(name))];
        return changed.Length == 0 ? null : string.Join(", ", changed);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static IEnumerable<FileContent> Files()
    {
        foreach (var file in TinyModel.WithHead("model/"))
            yield return file;
        yield return new("language/config.json", TinyModel.LanguageConfig);
        yield return new("language/model.safetensors", TinyModel.LanguageModel);
        yield return new("language/vocab.json", TinyTokenizer.Vocabulary);
        yield return new("language/merges.txt", TinyTokenizer.MergeLines);
        yield return new("texts.jsonl", Lines(1200, i => $$"""{"text":"film number {{i}} was {{Mood(i)}}{{new string('!', i % 23)}}"}"""));
        yield return new("plain.txt", Lines(300, i => $"the {Mood(i)} film number {i} was {Mood(i)} to see"));
        yield return new("data.csv", Lines(81, i => i == 0 ? "text,label" : $"a {Mood(i)} film {i},{Mood(i)}"));
        yield return new("precious/thesis.txt", "years of work"u8.ToArray());
        yield return new("precious/model.safetensors", TinyModel.Model);
        yield return new("out.jsonl.partial", "of somebody else"u8.ToArray());
    }

    private static byte[] Lines(int count, Func<int, string> line) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, count).Select(i => line(i) + "\n")));

    private static string Mood(int i) => i % 2 == 0 ? "dull" : "good";

    private void Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], bytes);
    }

    private Dictionary<string, string> Fingerprints() => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Folder, path)).Where(name => !name.StartsWith(Runs + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        .ToDictionary(name => name, name => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(this[name]))));
}

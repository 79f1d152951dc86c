using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PureSaliency.Tensors;

namespace PureSaliency.Fuzz.Kills;

/// <summary>What a run left in its folder: whole under final names at any moment, and in the end that of a run nobody stopped.</summary>
internal static partial class Left
{
    private const string Log = "training.jsonl", Partial = ".partial";
    private static readonly byte[] PngEnd = [0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82];

    /// <summary>The files, by name.</summary>
    public static IReadOnlyList<string> Names(string run) => !Directory.Exists(run) ? [] :
        [.. Directory.EnumerateFiles(run, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(run, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    /// <summary>Files under final names that are not whole.</summary>
    public static IEnumerable<string> Torn(string run, string whole)
    {
        foreach (string name in Names(run).Where(name => !name.Contains(Partial, StringComparison.Ordinal)))
            if (Problem(run, whole, name) is { } problem)
                yield return $"{name}: {problem}";
    }

    /// <summary>How the end differs from that of a run nobody stopped.</summary>
    public static IEnumerable<string> Differences(string run, string whole)
    {
        var (found, expected) = (Names(run), Names(whole));
        foreach (string name in found.Except(expected))
            yield return $"{name} is left over";
        foreach (string name in expected.Except(found))
            yield return $"{name} is missing";
        foreach (string name in found.Intersect(expected))
            if (Canonical(run, name) != Canonical(whole, name))
                yield return $"{name} has other bytes";
    }

    private static string? Problem(string run, string whole, string name)
    {
        string path = Path.Combine(run, name);
        if (name == Log || name.EndsWith(".lock", StringComparison.Ordinal))
            return null; // a log grows line by line, and its last line may be torn
        string? form = Form(path);
        // What evolves with the run is whole; what it ends with is the end.
        bool ends = !name.Contains('/') && !name.EndsWith(".png", StringComparison.Ordinal) && !name.StartsWith('.');
        return form ?? (ends && File.Exists(Path.Combine(whole, name)) && Canonical(run, name) != Canonical(whole, name) ? "is not what the end has" : null);
    }

    private static string? Form(string path)
    {
        try
        {
            switch (Path.GetExtension(path))
            {
                case ".safetensors":
                    SafetensorsFile.Open(path).Dispose();
                    return null;
                case ".json":
                    JsonDocument.Parse(File.ReadAllBytes(path)).Dispose();
                    return null;
                case ".png":
                    return File.ReadAllBytes(path).AsSpan().EndsWith(PngEnd) ? null : "breaks off";
                default:
                    return null;
            }
        }
        catch (Exception problem) when (problem is InputException or JsonException)
        {
            return problem.Message;
        }
    }

    // All but times, dates and the names of the runs themselves.
    private static string Canonical(string run, string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(run, name));
        return Path.GetExtension(name) is ".json" or ".jsonl" or ".md" or ".txt"
            ? Changing().Replace(Encoding.UTF8.GetString(bytes).Replace(Path.GetFileName(run), "RUN", StringComparison.Ordinal), "") : Convert.ToHexString(bytes);
    }

    [GeneratedRegex("""("timing":\{[^}]*\}|"[Ss]econds":\s*[-+.0-9eE]+,?|"id":"[0-9a-f]{32}"|"files":\{[^}]*\}|\| time \|.*|on \d{4}-\d\d-\d\d|puresaliency \w+ .*)""")]
    private static partial Regex Changing();
}

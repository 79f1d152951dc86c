using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

/// <summary>Finds data by path, or by the name of a file under <c>data/</c>, here or above.</summary>
internal static class DataFiles
{
    private static readonly string[] Endings = [".tsv", ".csv", ".jsonl", ".txt"];

    /// <summary>The file of a name; the name itself where there is none, which is told where it is opened.</summary>
    public static string Find(string named)
    {
        if (Path.Exists(named) || named.Contains('/') || named.Contains('\\') || Path.HasExtension(named)) return named;
        string[] found = [.. Folders().SelectMany(folder => Endings.Select(ending => Path.Combine(folder, named + ending))).Where(File.Exists)];
        if (found.Length > 0) return found[0];
        string[] known = [.. Folders().SelectMany(folder => Directory.EnumerateFiles(folder)).Where(file => Endings.Contains(Path.GetExtension(file)))
            .Select(file => Path.GetFileNameWithoutExtension(file)).Distinct().Order(StringComparer.Ordinal)];
        throw new InputException($"--data {named}: there is no such file, and none of that name under data/ ("
            + (known.Length == 0 ? "no folder data/ was found here or above" : string.Join(", ", known)) + ").");
    }

    private static IEnumerable<string> Folders() =>
        new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory }.SelectMany(Above).Distinct().Select(folder => Path.Combine(folder, "data")).Where(Directory.Exists);

    private static IEnumerable<string> Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent) yield return at.FullName;
    }
}

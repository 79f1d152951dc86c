namespace PureSaliency.Roberta.Training;

/// <summary>Where a path leads behind links, so that two names of one folder are known as one.</summary>
internal static class RealPath
{
    private const int MostLinks = 40; // as the system allows

    private static StringComparison Comparison =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Whether both are one place.</summary>
    public static bool Same(string one, string other) => string.Equals(Of(one), Of(other), Comparison);

    /// <summary>Whether a place lies within a folder, or is it.</summary>
    public static bool IsWithin(string place, string folder)
    {
        string inner = Of(place), outer = Path.TrimEndingDirectorySeparator(Of(folder));
        return string.Equals(inner, outer, Comparison) || inner.StartsWith(outer + Path.DirectorySeparatorChar, Comparison);
    }

    /// <summary>The full path without links; what does not exist stays as it is written.</summary>
    public static string Of(string path) => Of(path, MostLinks);

    private static string Of(string path, int links)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), root = Path.GetPathRoot(full) ?? "";
        string current = root;
        foreach (string part in full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            current = Path.Combine(current, part);
            if (links > 0 && Target(current) is { } target) current = Of(target, links - 1);
        }
        return current;
    }

    private static string? Target(string path)
    {
        var entry = new FileInfo(path);
        return entry.LinkTarget is { } target ? Path.Combine(Path.GetDirectoryName(path) ?? path, target) : null;
    }
}

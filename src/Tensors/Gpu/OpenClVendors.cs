namespace PureSaliency.Tensors;

/// <summary>
/// The drivers that OpenCL's loader is told of on Linux: a folder of files that hold the name of a library each. It passes over
/// those that cannot be loaded without a word.
/// </summary>
internal static class OpenClVendors
{
    /// <summary>A sentence for each driver that cannot be loaded.</summary>
    public static IReadOnlyList<string> Problems()
    {
        string place = Environment.GetEnvironmentVariable("OCL_ICD_VENDORS") is { Length: > 0 } named ? named : "/etc/OpenCL/vendors";
        try
        {
            string[] files = Directory.Exists(place) ? Directory.GetFiles(place, "*.icd") : File.Exists(place) ? [place] : [];
            return [.. files.Order(StringComparer.Ordinal).Select(Problem).OfType<string>()];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? Problem(string file) => File.ReadLines(file).FirstOrDefault()?.Trim() is { Length: > 0 } library
        && DriverLibrary.Problem([library]) is { } problem ? $"{file} names a driver, but {problem}" : null;
}

namespace PureSaliency.Cli.Outputs;

/// <summary>Devices can be written, but a file moved into their place would end them for the whole machine.</summary>
internal static class Devices
{
    /// <summary>Whether a path, however written, leads into the folder of devices; its shared memory holds usual files.</summary>
    public static bool Is(string path) => Path.GetFullPath(path).TrimStart('/') is var full
        && full.StartsWith("dev/", StringComparison.Ordinal) && !full.StartsWith("dev/shm/", StringComparison.Ordinal);
}

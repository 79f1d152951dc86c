using System.Runtime.InteropServices;

namespace PureSaliency.Tensors;

/// <summary>A driver's library: whether it can be loaded, and if not, whether it is there and what the loader says of it.</summary>
internal static class DriverLibrary
{
    private const string Absent = "cannot open shared object file: No such file or directory";

    /// <summary>Why none of the names can be loaded; null if one can.</summary>
    /// <param name="names">Names of the library.</param>
    /// <param name="function">What a driver's library has; not looked for if null.</param>
    public static string? Problem(IReadOnlyList<string> names, string? function = null)
    {
        string? broken = null;
        foreach (string name in names)
        {
            try
            {
                nint library = NativeLibrary.Load(name);
                bool whole = function is null || NativeLibrary.TryGetExport(library, function, out _);
                NativeLibrary.Free(library);
                if (whole) return null;
                broken ??= $"the driver's library {Find(name) ?? name} was found and is no driver: it has no function {function}";
            }
            catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
            {
                broken ??= Broken(name, failure.Message);
            }
        }
        return broken ?? $"the driver's library {names[0]} was not found";
    }

    // The loader's words stand in the last line, behind the file that they are about; those about a file that this one needs count too.
    private static string? Broken(string name, string message)
    {
        string line = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault("");
        int colon = line.IndexOf(": ", StringComparison.Ordinal);
        string about = colon < 0 ? name : line[..colon], words = colon < 0 ? line : line[(colon + 2)..];
        string? place = Find(Path.IsPathRooted(about) && Path.GetFileName(about) == Path.GetFileName(name) ? about : name);
        if (place is null && (OperatingSystem.IsWindows() || (about == name && words == Absent))) return null;
        return $"the driver's library {place ?? name} was found and cannot be loaded: {(about == name || about == place ? words : line).TrimEnd('.')}";
    }

    private static string? Find(string name)
    {
        if (Path.IsPathRooted(name)) return File.Exists(name) ? name : null;
        string machine = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
        string[] folders =
        [
            .. (Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? "").Split([':', ';'], StringSplitOptions.RemoveEmptyEntries),
            $"/lib/{machine}", $"/usr/lib/{machine}", "/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib", "/usr/lib/wsl/lib",
        ];
        return OperatingSystem.IsWindows() ? null : folders.Select(folder => Path.GetFullPath(Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}

using System.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Outputs;

/// <summary>
/// The file beside, in which a result grows. While it is open it is locked, so that two runs never write one; only what this program
/// began is written over.
/// </summary>
internal static class PartialFile
{
    private const int Tries = 100, Looked = 2048;

    // What each format begins with; a result of a killed run is known by it.
    private static readonly string[] Beginnings = ["{\"schema\":\"puresaliency/", "[{\"schema\":\"puresaliency/", "row,line,"];

    /// <exception cref="InputException">Another run has it, it is not ours, or it cannot be written.</exception>
    public static FileStream Own(OutputPlace place)
    {
        for (int i = 0; i < Tries; i++)
        {
            CheckSort(place);
            var file = Open(place);
            // Between opening and locking, the run that had it may have given it its final name: then this is no longer the file beside.
            if (OperatingSystem.IsLinux() && FileIdentity.Of(file.SafeFileHandle) != FileIdentity.Of(place.Partial, follow: false))
            {
                file.Dispose();
                continue;
            }
            CheckOwner(place, file);
            return file;
        }
        throw new InputException($"{place.Said}: cannot be written: {place.Partial} is replaced again and again.");
    }

    private static void CheckSort(OutputPlace place)
    {
        string? found = Directory.Exists(place.Partial) ? "a folder"
            : new FileInfo(place.Partial).LinkTarget is not null ? "a link"
            : FileIdentity.Of(place.Partial) is { Sort: FileSort.Stream } ? "a pipe or device" : null;
        if (found is not null)
            throw new InputException($"{place.Said}: cannot be written: expected a file {place.Partial} of this program or none; found {found}.");
    }

    private static FileStream Open(OutputPlace place)
    {
        try
        {
            return new FileStream(place.Partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        }
        catch (IOException problem) when (IsLocked(problem))
        {
            throw new InputException($"{place.Said}: another run is writing it and holds {place.Partial}; wait for its end or choose another name.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{place.Said}: cannot be written: {problem.Message}", problem);
        }
    }

    /// <summary>Whether another run holds it: "would block" on Linux and on macOS, a sharing violation on Windows.</summary>
    internal static bool IsLocked(IOException problem) => (problem.HResult & 0xFFFF) is 11 or 35 or 32 or 33;

    private static void CheckOwner(OutputPlace place, FileStream file)
    {
        if (file.Length == 0) return;
        byte[] buffer = new byte[Looked];
        string start = Encoding.UTF8.GetString(buffer, 0, file.ReadAtLeast(buffer, Looked, throwOnEndOfStream: false));
        file.Position = 0;
        if (IsOurs(start)) return;
        file.Dispose();
        throw new InputException($"{place.Said}: {place.Partial} is there, and nothing in it says that this program began it: "
            + "move or delete it, or choose another name.");
    }

    private static bool IsOurs(string start)
    {
        string dense = string.Concat(start.Where(c => !char.IsWhiteSpace(c)));
        // What was torn off before its first line had ended is a part of the mark, and nothing that could be missed.
        // A machine that lost its power may have left nothing but room.
        if (start.All(c => c == '\0')) return true;
        return Beginnings.Any(beginning => dense.StartsWith(beginning, StringComparison.Ordinal)
                || !start.Contains('\n') && beginning.StartsWith(dense, StringComparison.Ordinal))
            || start.StartsWith("<!doctype html>", StringComparison.Ordinal) && start.Contains("<title>PureSaliency</title>", StringComparison.Ordinal);
    }
}

using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>Files and folders that appear whole or not at all: written beside, then renamed.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a text file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What it holds.</param>
    /// <param name="beside">Where it lies until it is whole; null for its name with <c>.partial</c> behind it.</param>
    /// <exception cref="InputException">The system does not let us.</exception>
    public static void Write(string path, string text, string? beside = null) => Write(path, System.Text.Encoding.UTF8.GetBytes(text), beside);

    /// <summary>Writes a file.</summary>
    /// <exception cref="InputException">The system does not let us.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, string? beside = null)
    {
        string partial = beside ?? path + ".partial";
        try
        {
            using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception problem) when (IsOfSystem(problem))
        {
            if (Path.Exists(partial) && !Directory.Exists(partial)) Quietly(() => File.Delete(partial));
            throw Refusal(path, problem);
        }
    }

    /// <summary>Copies a file.</summary>
    /// <exception cref="InputException">The system does not let us.</exception>
    public static void Copy(string from, string to) => Guarded(to, () => Write(to, File.ReadAllBytes(from)));

    /// <summary>Makes sure that a file is on the disk before it gets its name.</summary>
    public static void Sync(string path) => Guarded(path, () =>
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    });

    /// <summary>Fills a new folder and gives it its name when it is complete.</summary>
    /// <exception cref="InputException">The system does not let us; nothing is left behind.</exception>
    public static void Folder(string path, Action<string> fill) => Stage(path + ".partial", partial =>
    {
        fill(partial);
        Guarded(path, () => Directory.Move(partial, path));
    });

    /// <summary>Lets a new folder be filled and emptied again; what a killed run left in it goes first.</summary>
    /// <exception cref="InputException">The system does not let us; nothing is left behind.</exception>
    public static void Stage(string partial, Action<string> use)
    {
        string path = partial.EndsWith(".partial", StringComparison.Ordinal) ? partial[..^".partial".Length] : partial;
        Guarded(path, () =>
        {
            if (Directory.Exists(partial)) RunNames.Delete(partial);
            Directory.CreateDirectory(partial);
        });
        try
        {
            use(partial);
        }
        catch
        {
            if (Directory.Exists(partial)) Quietly(() => Directory.Delete(partial, recursive: true)); // it was made here, and empty
            throw;
        }
        if (Directory.Exists(partial)) Guarded(path, () => Directory.Delete(partial, recursive: true));
    }

    /// <summary>Turns what the system says into a sentence.</summary>
    public static void Guarded(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception problem) when (IsOfSystem(problem))
        {
            throw Refusal(path, problem);
        }
    }

    // A file that became too long for its file system is an argument out of range to the runtime.
    private static bool IsOfSystem(Exception problem) =>
        problem is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };

    private static InputException Refusal(string path, Exception problem) => new($"'{path}' cannot be written: {problem.Message.TrimEnd('.')}.", problem);

    // Something failed already, and that is what is told.
    private static void Quietly(Action work)
    {
        try
        {
            work();
        }
        catch (Exception problem) when (IsOfSystem(problem))
        {
        }
    }
}

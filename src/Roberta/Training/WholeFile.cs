using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>Files and folders that appear whole or not at all: written beside, then renamed.</summary>
internal static class WholeFile
{
    /// <summary>Writes a text file.</summary>
    /// <exception cref="InputException">The system does not let us.</exception>
    public static void Write(string path, string text) => Guarded(path, () =>
    {
        string partial = path + ".partial";
        using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        File.Move(partial, path, overwrite: true);
    });

    /// <summary>Fills a new folder and gives it its name when it is complete.</summary>
    /// <exception cref="InputException">The system does not let us; nothing is left behind.</exception>
    public static void Folder(string path, Action<string> fill)
    {
        string partial = path + ".partial";
        Guarded(path, () =>
        {
            if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
            Directory.CreateDirectory(partial);
        });
        try
        {
            fill(partial);
            Guarded(path, () => Directory.Move(partial, path));
        }
        catch
        {
            Directory.Delete(partial, recursive: true);
            throw;
        }
    }

    /// <summary>Turns what the system says into a sentence.</summary>
    public static void Guarded(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{path}' cannot be written: {problem.Message.TrimEnd('.')}.", problem);
        }
    }
}

using System.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Outputs;

/// <summary>
/// Standard output, or a file that appears under its name only when it is whole: it is written beside as .partial,
/// which also shows before any work whether it can be written.
/// </summary>
internal sealed class Sink : IDisposable
{
    private readonly string? _path;
    private readonly string? _partial;
    private bool _committed;

    public Sink(string? path, Terminal terminal)
    {
        Terminal = terminal;
        if (path is null)
        {
            Writer = terminal.Writer();
            return;
        }
        // A device can be written but not replaced.
        _partial = path.Length > 0 && Devices.Is(path) ? path : path + ".partial";
        _path = path;
        Writer = new StreamWriter(Create(path, _partial), new UTF8Encoding(false)) { NewLine = "\n" };
    }

    public Terminal Terminal { get; }
    public TextWriter Writer { get; }
    public bool IsStandard => _path is null;

    /// <summary>Runs what writes; a full disk is told in a sentence.</summary>
    public void Guard(Action write)
    {
        try
        {
            write();
            if (IsStandard)
                Writer.Flush(); // a reader at the other end of a pipe waits for it
        }
        catch (Exception problem) when (problem is (IOException or UnauthorizedAccessException) and not NobodyReadsException)
        {
            throw new InputException($"{_path ?? "Standard output"}: cannot be written: {problem.Message}", problem);
        }
    }

    public void Commit() => Guard(() =>
    {
        if (_path is null)
            return;
        Writer.Dispose();
        if (_partial != _path)
            File.Move(_partial!, _path, overwrite: true);
        _committed = true;
    });

    public void Dispose()
    {
        if (_path is null || _committed)
            return;
        try
        {
            Writer.Dispose();
        }
        catch (IOException)
        {
            // It was this that failed; there is nothing to keep.
        }
        if (_partial != _path)
            File.Delete(_partial!);
    }

    private static FileStream Create(string path, string partial)
    {
        if (path.Length == 0)
            throw new InputException("--output: expected the name of a file; found nothing.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        if (Directory.Exists(path))
            throw new InputException($"--output {path}: expected a file, found a folder.");
        if (!Directory.Exists(folder))
            throw new InputException($"--output {path}: there is no folder {folder}.");
        try
        {
            return new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--output {path}: cannot be written: {problem.Message}", problem);
        }
    }
}

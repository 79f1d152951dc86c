using System.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Outputs;

/// <summary>
/// Standard output, or a file that appears under its name only when it is whole: it is written beside as .partial,
/// which also shows before any work whether it can be written. A run to be resumed keeps what is beside when it is stopped.
/// </summary>
internal sealed class Sink : IDisposable
{
    private readonly string? _path;
    private readonly string? _partial;
    private readonly bool _resume;
    private FileStream? _file;
    private bool _done;

    public Sink(string? path, Terminal terminal, bool resume = false)
    {
        (Terminal, _resume) = (terminal, resume);
        if (path is null)
        {
            Writer = terminal.RawWriter();
            return;
        }
        // A device can be written but not replaced.
        _partial = path.Length > 0 && Devices.Is(path) ? path : path + ".partial";
        _path = path;
        if (resume && _partial == path)
            throw new InputException($"--resume --output {path}: expected a file that can be continued; found a device.");
        Writer = Open(path, _partial, resume ? FileMode.OpenOrCreate : FileMode.Create);
    }

    public Terminal Terminal { get; }
    public TextWriter Writer { get; private set; }
    public bool IsStandard => _path is null;

    public bool Resumes => _resume;

    /// <summary>What an earlier run left, and its name: the file beside, or else the file itself, which an interrupted run may have ended.</summary>
    public (string Name, Stream Content) Earlier()
    {
        bool beside = _file!.Length > 0 || !File.Exists(_path);
        return beside ? (_partial!, _file) : (_path!, new FileStream(_path!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
    }

    /// <summary>Whether this is the name of the file itself.</summary>
    public bool IsWhole(string name) => name == _path;

    /// <summary>Goes on after the first bytes of what an earlier run left.</summary>
    public void Continue(string name, long length) => Guard(() =>
    {
        if (IsWhole(name))
        {
            Writer.Dispose();
            File.Move(_path!, _partial!, overwrite: true);
            Writer = Open(_path!, _partial!, FileMode.Open);
        }
        _file!.SetLength(length);
        _file.Position = length;
    });

    /// <summary>Runs what writes and hands it on at once, so that a killed run loses no result; a full disk is told in a sentence.</summary>
    public void Guard(Action write)
    {
        try
        {
            write();
            if (!_done)
                Writer.Flush(); // a reader at the other end of a pipe waits for it too
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
        _done = true;
    });

    /// <summary>Ends a run that was stopped; only one to be resumed leaves anything.</summary>
    public void Dispose()
    {
        if (_path is null || _done)
            return;
        bool keep = _resume && _file!.Length > 0;
        try
        {
            Writer.Dispose();
        }
        catch (IOException)
        {
            // It was this that failed; there is nothing to keep.
        }
        if (_partial != _path && !keep)
            File.Delete(_partial!);
    }

    private StreamWriter Open(string path, string partial, FileMode mode)
    {
        _file = Create(path, partial, mode);
        return new StreamWriter(_file, new UTF8Encoding(false)) { NewLine = "\n" };
    }

    private static FileStream Create(string path, string partial, FileMode mode)
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
            return mode == FileMode.Create
                ? new FileStream(partial, mode, FileAccess.Write, FileShare.Read, 1 << 16)
                : new FileStream(partial, mode, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--output {path}: cannot be written: {problem.Message}", problem);
        }
    }
}

using System.Text;
using Microsoft.Win32.SafeHandles;
using PureSaliency.Cli.Inputs;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Outputs;

/// <summary>
/// Standard output, a pipe, or a file that appears under its name only when it is whole: it is written beside as .partial, which this run
/// alone holds, and which also shows before any work whether it can be written. A run that is stopped leaves beside what it has.
/// </summary>
internal sealed class Sink : IDisposable
{
    private const int BrokenPipe = 32;

    private readonly OutputPlace? _place;
    private readonly FileStream? _file;
    private readonly bool _resume;
    private bool _begun, _holds, _done;

    public Sink(string? path, Terminal terminal, bool resume = false, IEnumerable<Guarded>? guarded = null, string option = OutputPlace.Usual,
        CancellationToken interrupt = default)
    {
        (Terminal, _resume) = (terminal, resume);
        _place = OutputPlace.Of(path, guarded ?? [], option);
        if (_place is null && !resume)
        {
            Writer = terminal.RawWriter();
            return;
        }
        if (resume && _place?.File is null)
            throw new InputException($"--resume --output {path}: expected a file that can be continued; found a device or pipe.");
        _file = _place!.File is null ? Stream(_place, interrupt) : PartialFile.Own(_place);
        Writer = new StreamWriter(_file, new UTF8Encoding(false)) { NewLine = "\n" };
    }

    public Terminal Terminal { get; }
    public TextWriter Writer { get; }
    public bool IsStandard => _place is null;
    public bool Resumes => _resume;

    /// <summary>What it holds, for messages.</summary>
    public string Holding { get; init; } = "what was explained";

    /// <summary>What a user can do with the results of a run that was stopped.</summary>
    public string Advice { get; init; } = "the same command begins anew";

    /// <summary>What an earlier run left, and its name: the file beside, or else the file itself, which may be the beginning of a longer one.</summary>
    public (string Name, Stream Content) Earlier() => _file!.Length > 0 || !File.Exists(_place!.File)
        ? (_place!.Partial, _file)
        : (_place.File!, new FileStream(_place.File!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));

    /// <summary>Whether this is the name of the file itself.</summary>
    public bool IsWhole(string name) => name == _place?.File;

    /// <summary>Goes on after the first bytes of what an earlier run left; a file under its final name stays there until the longer one is whole.</summary>
    public void Continue(string name, long length) => Guard(() =>
    {
        if (IsWhole(name))
            using (var whole = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
                whole.CopyTo(_file!);
        _file!.SetLength(length);
        _file.Position = length;
        _holds |= length > 0;
    });

    /// <summary>Says that from now on something would be lost.</summary>
    public void Holds() => _holds = true;

    /// <summary>Runs what writes and hands it on at once, so that a killed run loses no result; a full disk is told in a sentence.</summary>
    public void Guard(Action write)
    {
        try
        {
            Begin();
            write();
            if (!_done)
                Writer.Flush(); // a reader at the other end of a pipe waits for it too
        }
        catch (IOException problem) when (_place is { File: null } && problem.HResult == BrokenPipe && !OperatingSystem.IsWindows())
        {
            throw new BrokenPipeException();
        }
        catch (Exception problem) when (IsRefusal(problem))
        {
            throw new InputException($"{_place?.Named ?? "Standard output"}: cannot be written: {problem.Message}", problem);
        }
    }

    /// <summary>Gives the file its name, in one step and while no other run can have it.</summary>
    public void Commit() => Guard(() =>
    {
        if (_place is null)
            return;
        Writer.Flush();
        if (_place.File is null)
            Writer.Dispose();
        else
            Rename(_place);
        _done = true;
    });

    /// <summary>Ends a run. One that was stopped leaves what it has beside, and says so.</summary>
    public void Dispose()
    {
        if (_file is null || _done)
            return;
        bool earlier = !_begun && _file.Length > 0, keep = _place!.File is not null && (_holds || earlier || (_resume && _file.Length > 0));
        if (_place.File is not null && !keep && !OperatingSystem.IsWindows())
            File.Delete(_place.Partial);
        Close();
        if (_place.File is not null && !keep && OperatingSystem.IsWindows())
            File.Delete(_place.Partial);
        if (keep && _begun)
            Terminal.Note($"{Holding} before the stop is in {_place.Partial}; {Advice}.");
    }

    // What an earlier run left is cut off with the first word that takes its place, and not while the model may yet be refused.
    private void Begin()
    {
        if (!_begun && !_resume && _place?.File is not null)
            _file!.SetLength(0);
        _begun = true;
    }

    private void Rename(OutputPlace place)
    {
        _file!.Flush(flushToDisk: true);
        if (OperatingSystem.IsWindows())
        {
            Writer.Dispose();
            File.Move(place.Partial, place.File!, overwrite: true);
            return;
        }
        if (File.Exists(place.File))
            File.SetUnixFileMode(_file.SafeFileHandle, File.GetUnixFileMode(place.File!));
        File.Move(place.Partial, place.File!, overwrite: true);
        Writer.Dispose();
    }

    private void Close()
    {
        try
        {
            Writer.Dispose();
        }
        catch (Exception problem) when (IsRefusal(problem))
        {
            // It was this that failed, and it has been told.
        }
    }

    // A file that became too long for its file system is an argument out of range to the runtime.
    private static bool IsRefusal(Exception problem) => problem is (IOException and not BrokenPipeException) or UnauthorizedAccessException
        or ArgumentOutOfRangeException { ParamName: "value" };

    private static FileStream Stream(OutputPlace place, CancellationToken interrupt)
    {
        try
        {
            return place.Descriptor is { } number
                ? new FileStream(new SafeFileHandle(number, ownsHandle: false), FileAccess.Write, 1)
                : Patience.Wait(() => new FileStream(place.Named, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1), interrupt);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"{place.Said}: cannot be written: {problem.Message}", problem);
        }
    }
}

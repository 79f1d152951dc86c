using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>Holds a run's folder against a second run, as long as the process lives: the system lets go of it even when that is killed.</summary>
internal sealed class RunLock : IDisposable
{
    // What the system calls it: EAGAIN of Linux and macOS, a sharing violation of Windows.
    private static readonly int[] HeldElsewhere = [11, 35, unchecked((int)0x80070020)];
    private readonly FileStream stream;
    private readonly bool made;

    private RunLock(FileStream stream, bool made) => (this.stream, this.made) = (stream, made);

    /// <summary>Takes the lock.</summary>
    /// <exception cref="InputException">Another run holds it, or the system does not let us.</exception>
    public static RunLock Take(string path, string output)
    {
        try
        {
            bool made = !File.Exists(path);
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), made);
        }
        catch (IOException problem) when (HeldElsewhere.Contains(problem.HResult))
        {
            throw new InputException($"'{output}' is being written by another run; wait for its end, or stop it first.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{path}' cannot be written: {problem.Message.TrimEnd('.')}.", problem);
        }
    }

    /// <summary>Lets the folder go as it was found.</summary>
    public void Undo()
    {
        if (made && !OperatingSystem.IsWindows()) File.Delete(stream.Name); // while it is held
        stream.Dispose();
    }

    /// <summary>Lets the folder go.</summary>
    public void Dispose() => stream.Dispose();
}

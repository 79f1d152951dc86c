namespace PureSaliency.Cli.Inputs;

/// <summary>Opens what a user named; a pipe that nobody writes to can be left again.</summary>
internal static class InputFile
{
    public static FileStream Open(InputPlace place)
    {
        if (Directory.Exists(place.Path)) throw place.Problem("expected a file, found a folder.");
        if (!File.Exists(place.Path)) throw place.Problem("there is no such file.");
        try
        {
            return Patience.Wait(
                () => new FileStream(place.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan),
                place.Interrupt);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw place.Problem($"cannot be read: {problem.Message}", problem);
        }
    }
}

/// <summary>Waits for the system on another thread, so that a signal ends the wait; what was waited for is then left behind.</summary>
internal static class Patience
{
    public static T Wait<T>(Func<T> work, CancellationToken interrupt)
    {
        if (!interrupt.CanBeCanceled)
            return work();
        var task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Task.WaitAny([task], interrupt);
        return task.GetAwaiter().GetResult();
    }
}

/// <summary>A pipe or terminal that may be silent for ever.</summary>
internal sealed class PatientStream(Stream inner, CancellationToken interrupt) : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Patience.Wait(() => inner.Read(buffer, offset, count), interrupt);

    public override int Read(Span<byte> buffer)
    {
        byte[] bytes = new byte[buffer.Length];
        int read = Read(bytes, 0, bytes.Length);
        bytes.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}

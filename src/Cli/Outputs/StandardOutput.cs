using System.Runtime.InteropServices;

namespace PureSaliency.Cli.Outputs;

/// <summary>Whoever read the results has gone.</summary>
internal sealed class NobodyReadsException() : IOException("Nobody reads the results any longer.");

/// <summary>
/// Standard output that notices when a pipe's reader ends: .NET's own stream drops what is written then,
/// and hours would be computed for nobody.
/// </summary>
internal sealed partial class StandardOutput : Stream
{
    private const int Descriptor = 1, Interrupted = 4, BrokenPipe = 32;

    public static Stream Open() => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new StandardOutput();

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            nint written = WriteSome(Descriptor, ref MemoryMarshal.GetReference(buffer), buffer.Length);
            if (written >= 0)
                buffer = buffer[(int)written..];
            else if (Marshal.GetLastPInvokeError() is var error && error == BrokenPipe)
                throw new NobodyReadsException();
            else if (error != Interrupted)
                throw new IOException(Marshal.GetPInvokeErrorMessage(error));
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteSome(int descriptor, ref byte bytes, nint count);
}

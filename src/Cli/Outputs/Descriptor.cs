using System.Runtime.InteropServices;

namespace PureSaliency.Cli.Outputs;

/// <summary>
/// A stream that the process was given by number. Where it was given none, the runtime's own files take the number: what is
/// written then would go into one of them.
/// </summary>
internal static partial class Descriptor
{
    public const int Input = 0, Output = 1, Error = 2, BrokenPipe = 32;
    private const int GetFlags = 1, CloseOnExec = 1, Interrupted = 4;

    /// <summary>Whether it was open when the process started: what the process opens itself is marked not to survive another start.</summary>
    public static bool IsOurs(int descriptor) => OperatingSystem.IsWindows()
        || (Control(descriptor, GetFlags) is >= 0 and var flags && (flags & CloseOnExec) == 0);

    /// <summary>Writes all of it. Not on Windows.</summary>
    /// <returns>0, or the number of the failure.</returns>
    public static int Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            nint written = WriteSome(descriptor, ref MemoryMarshal.GetReference(bytes), bytes.Length);
            if (written >= 0)
                bytes = bytes[(int)written..];
            else if (Marshal.GetLastPInvokeError() is var error && error != Interrupted)
                return error;
        }
        return 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteSome(int descriptor, ref byte bytes, nint count);
}

using System.Runtime.InteropServices;

namespace PureSaliency.Cli.Outputs;

/// <summary>Whoever read the results has gone.</summary>
internal sealed class BrokenPipeException() : IOException("Nobody reads the results any longer.");

/// <summary>
/// Standard output that notices a broken pipe: .NET's own stream drops what is written then,
/// and hours would be computed for nobody.
/// </summary>
internal sealed class StandardOutput : WriteOnly
{
    private readonly bool _isOurs = Descriptor.IsOurs(Descriptor.Output);

    public static Stream Open() => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new StandardOutput();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length == 0)
            return;
        if (!_isOurs)
            throw new IOException("standard output is closed");
        int error = Descriptor.Write(Descriptor.Output, buffer);
        if (error != 0)
            throw error == Descriptor.BrokenPipe ? new BrokenPipeException() : new IOException($"standard output: {Marshal.GetPInvokeErrorMessage(error)}");
    }
}

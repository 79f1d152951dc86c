namespace PureSaliency.Cli.Outputs;

/// <summary>
/// Standard error as far as there is one. Where it is closed, or the disk behind it is full, there is nobody to tell; the exit
/// code and the results still have to be right.
/// </summary>
internal sealed class StandardError : WriteOnly
{
    private readonly bool _isOurs = Descriptor.IsOurs(Descriptor.Error);

    public static Stream Open() => OperatingSystem.IsWindows() ? Console.OpenStandardError() : new StandardError();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_isOurs)
            Descriptor.Write(Descriptor.Error, buffer);
    }
}

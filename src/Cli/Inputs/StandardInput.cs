using System.Runtime.InteropServices;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

/// <summary>
/// Standard input, if there is one: where it was closed, the runtime's own files take its number, and a read would wait for
/// something that nobody ever writes.
/// </summary>
internal static partial class StandardInput
{
    private const int Descriptor = 0, GetFlags = 1, CloseOnExec = 1;

    public static Stream Open() => IsOurs() ? Console.OpenStandardInput()
        : throw new InputException("--input -: expected texts on standard input; found it closed.");

    // What a process is given survived its start; what it opened itself is marked not to survive another.
    private static bool IsOurs() => OperatingSystem.IsWindows()
        || (Control(Descriptor, GetFlags) is >= 0 and var flags && (flags & CloseOnExec) == 0);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);
}

using System.Runtime.InteropServices;

namespace PureSaliency.Benchmarks.SideBySide.Peer;

/// <summary>
/// Lets the C library keep what is freed. Otherwise libtorch's larger tensors, such as the logits of a vocabulary, go back to the
/// system in every step and come again page by page: about a fifth of the peer's time where words are guessed. PyTorch's tuning
/// guide advises other allocators for the same end. It holds for the whole process; only where there is glibc.
/// </summary>
internal static partial class KeptMemory
{
    private const int TrimThreshold = -1, TopPad = -2, MostMaps = -4, Pad = 1 << 28;

    public static void Apply()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            if (SetOption(MostMaps, 0) == 0 || SetOption(TrimThreshold, int.MaxValue) == 0 || SetOption(TopPad, Pad) == 0)
                Console.Error.WriteLine("The C library gives freed memory back; the peer may be slower for it.");
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}

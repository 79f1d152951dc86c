using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PureSaliency.Cli.Outputs;

internal enum FileSort
{
    Usual,
    Folder,
    Link,
    /// <summary>A pipe, a device or a socket: what is written goes somewhere, and nothing can take its place.</summary>
    Stream,
}

/// <summary>
/// Which file a name leads to. Links, hard links and another spelling are other names of one file, which only its number tells.
/// </summary>
internal readonly partial record struct FileIdentity(ulong Device, ulong Number, FileSort Sort)
{
    private const int Here = -100, NoFollow = 0x100, EmptyPath = 0x1000, Length = 256;
    private const uint Basic = 0x7FF;

    /// <summary>The file of a path; null if there is none, or where the system does not tell.</summary>
    public static FileIdentity? Of(string path, bool follow = true) => Read(Here, path, follow ? 0 : NoFollow);

    /// <summary>The file that is open, whatever its name is by now.</summary>
    public static FileIdentity? Of(SafeFileHandle handle) => Read((int)handle.DangerousGetHandle(), "", EmptyPath);

    /// <summary>Whether two paths lead to one file.</summary>
    public static bool Same(string first, string second)
    {
        if (Of(first) is { } one && Of(second) is { } other)
            return (one.Device, one.Number) == (other.Device, other.Number);
        if (OperatingSystem.IsLinux()) // one of them is not there
            return false;
        return Path.Exists(first) && Path.Exists(second) && string.Equals(Real(first), Real(second), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The path behind all links of the last name; it need not be there.</summary>
    public static string Real(string path)
    {
        string full = Path.GetFullPath(path); // of a bare name the runtime would look for the link's target at the root
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    private static FileIdentity? Read(int directory, string path, int flags)
    {
        if (!OperatingSystem.IsLinux()) return null;
        Span<byte> status = stackalloc byte[Length];
        try
        {
            if (Status(directory, path, flags, Basic, ref MemoryMarshal.GetReference(status)) != 0) return null;
        }
        catch (EntryPointNotFoundException) // an old C library
        {
            return null;
        }
        ulong device = ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(status[136..]) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(status[140..]);
        int kind = BinaryPrimitives.ReadUInt16LittleEndian(status[28..]) & 0xF000;
        return new(device, BinaryPrimitives.ReadUInt64LittleEndian(status[32..]), kind switch
        {
            0x8000 => FileSort.Usual,
            0x4000 => FileSort.Folder,
            0xA000 => FileSort.Link,
            _ => FileSort.Stream,
        });
    }

    // Its structure is part of the kernel's interface, the same on every processor.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int directory, string path, int flags, uint mask, ref byte status);
}

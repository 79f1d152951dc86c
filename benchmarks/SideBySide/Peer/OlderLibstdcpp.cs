using System.Buffers.Binary;
using System.Text;

namespace PureSaliency.Benchmarks.SideBySide.Peer;

/// <summary>
/// Lets TorchSharp's native shim load where libstdc++ is older than GCC 13 (Debian 12).
/// The shim names one symbol of version GLIBCXX_3.4.32, the marker that C++ stream headers leave
/// behind; nothing calls it. Marking that version requirement as weak in the copy beside the
/// program is enough: the loader then starts it. No effect elsewhere, and no effect on speed.
/// </summary>
internal static class OlderLibstdcpp
{
    private const ushort Weak = 2;

    public static void Apply()
    {
        if (!OperatingSystem.IsLinux()) return;
        foreach (string path in Directory.EnumerateFiles(AppContext.BaseDirectory, "libLibTorchSharp.so", SearchOption.AllDirectories))
        {
            byte[] image = File.ReadAllBytes(path);
            if (MarkWeak(image, "GLIBCXX_3.4.32")) File.WriteAllBytes(path, image);
        }
    }

    // ELF64 little endian: walk .gnu.version_r (type 0x6ffffffe) with its string table.
    private static bool MarkWeak(Span<byte> elf, string version)
    {
        byte[] wanted = [.. Encoding.ASCII.GetBytes(version), 0];
        int sections = checked((int)U64(elf, 0x28)), size = U16(elf, 0x3a), count = U16(elf, 0x3c);
        for (int s = 0; s < count; s++)
        {
            int header = sections + s * size;
            if (U32(elf, header + 4) != 0x6ffffffe) continue;
            int need = (int)U64(elf, header + 0x18);
            int strings = (int)U64(elf, sections + (int)U32(elf, header + 0x28) * size + 0x18);
            while (true)
            {
                int aux = need + (int)U32(elf, need + 8);
                while (true)
                {
                    if (elf[(strings + (int)U32(elf, aux + 8))..].StartsWith(wanted))
                    {
                        ushort flags = U16(elf, aux + 4);
                        if ((flags & Weak) != 0) return false;
                        BinaryPrimitives.WriteUInt16LittleEndian(elf[(aux + 4)..], (ushort)(flags | Weak));
                        return true;
                    }
                    int nextAux = (int)U32(elf, aux + 12);
                    if (nextAux == 0) break;
                    aux += nextAux;
                }
                int nextNeed = (int)U32(elf, need + 12);
                if (nextNeed == 0) return false;
                need += nextNeed;
            }
        }
        return false;
    }

    private static ushort U16(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt16LittleEndian(b[at..]);
    private static uint U32(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt32LittleEndian(b[at..]);
    private static ulong U64(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt64LittleEndian(b[at..]);
}

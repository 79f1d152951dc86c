using System.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

/// <summary>Names what a file is that is no text in UTF-8: the cause, before its first strange byte is told.</summary>
internal static class FileKind
{
    private const int Looked = 4096;

    private static readonly (byte[] Start, string Name, string Advice)[] Known =
    [
        ([0xFF, 0xFE, 0, 0], "text in UTF-32", Encoded), ([0, 0, 0xFE, 0xFF], "text in UTF-32", Encoded),
        ([0xFF, 0xFE], "text in UTF-16", Encoded), ([0xFE, 0xFF], "text in UTF-16", Encoded),
        ([0x1F, 0x8B], "a gzip archive", Unpack), ([.. "BZh"u8], "a bzip2 archive", Unpack),
        ([0xFD, .. "7zXZ"u8], "an xz archive", Unpack), ([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive", Unpack),
        ([.. "PK"u8, 3, 4], "a zip archive or a workbook (.xlsx)", "unpack it, or save the sheet as CSV in UTF-8"),
        ([0xD0, 0xCF, 0x11, 0xE0], "a workbook (.xls)", "save the sheet as CSV in UTF-8"),
        ([.. "PAR1"u8], "a Parquet file", Table), ([.. "ARROW1"u8], "an Arrow file", Table), ([.. "SQLite format 3"u8], "a database", Table),
        ([.. "%PDF-"u8], "a PDF document", "save its text as UTF-8"), ([.. "{\\rtf"u8], "an RTF document", "save its text as UTF-8"),
        ([.. "version https://git-lfs"u8], "a pointer of Git LFS and not the file itself", "fetch it with: git lfs pull"),
    ];

    private const string Encoded = "save it as UTF-8", Unpack = "unpack it first", Table = "export it as .csv or .jsonl";

    /// <summary>Looks at the beginning and goes back to it.</summary>
    /// <exception cref="InputException">It is known to be something else.</exception>
    public static void Check(string name, Stream stream)
    {
        byte[] buffer = new byte[Looked];
        var start = buffer.AsSpan(0, stream.ReadAtLeast(buffer, Looked, throwOnEndOfStream: false));
        stream.Position = 0;
        foreach (var (mark, kind, advice) in Known)
            if (start.StartsWith(mark))
                throw new InputException($"{name}: expected UTF-8 text; found {kind}: {advice}.");
        if (Wide(start) is { } wide)
            throw new InputException($"{name}: expected UTF-8 text; found text in {wide}: {Encoded}.");
    }

    // Two bytes of four are empty in any letter of UTF-32 that has 16 bits, and each second one in Latin letters of UTF-16; text has no NUL.
    private static string? Wide(ReadOnlySpan<byte> start)
    {
        const int Unit = 4;
        Span<int> empty = stackalloc int[Unit];
        int units = start.Length / Unit;
        for (int i = 0; i < units * Unit; i++)
            if (start[i] == 0) empty[i % Unit]++;
        int most = units * 3 / 5;
        bool Full(int place, ReadOnlySpan<int> counts) => counts[place] > most;
        if (Full(0, empty) && Full(1, empty) || Full(2, empty) && Full(3, empty)) return "UTF-32";
        return Full(0, empty) && Full(2, empty) || Full(1, empty) && Full(3, empty) ? "UTF-16" : null;
    }
}

using System.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Inputs;

/// <summary>Lines of strict UTF-8 with their numbers; one line at most is held.</summary>
internal static class Utf8Lines
{
    /// <summary>A longer line is no text to explain but another kind of file.</summary>
    public const int LongestLine = 1 << 24;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static IEnumerable<(int Number, string Text)> Read(string name, Stream stream)
    {
        var buffer = new byte[1 << 16];
        long offset = 0; // of the buffer's first byte in the stream
        int filled = 0, number = 0;
        while (true)
        {
            if (filled == buffer.Length)
                Array.Resize(ref buffer, Larger(name, number + 1, buffer));
            int got = stream.Read(buffer, filled, buffer.Length - filled);
            if (got == 0)
            {
                if (filled > 0)
                    yield return (CheckEnds(name, ++number, buffer.AsSpan(0, filled)), Decode(name, number, buffer.AsSpan(0, filled), offset));
                yield break;
            }
            int start = 0, searched = filled;
            filled += got;
            for (int end; (end = Array.IndexOf(buffer, (byte)'\n', searched, filled - searched)) >= 0; start = searched = end + 1)
                yield return (++number, Decode(name, number, buffer.AsSpan(start, end - start), offset + start));
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            (offset, filled) = (offset + start, filled - start);
        }
    }

    /// <summary>Reads a file once through and goes back to its start, so that a wrong encoding is told before any work; counts the lines.</summary>
    public static int Check(string name, Stream stream)
    {
        int lines = Read(name, stream).Count();
        stream.Position = 0;
        return lines;
    }

    private static int Larger(string name, int number, byte[] line) => line.Length < LongestLine ? line.Length * 2
        : throw new InputException($"{name}, line {CheckEnds(name, number, line)}: expected lines of at most {LongestLine} bytes; this one is longer.");

    // A file of one line with carriage returns inside comes from a program that ends lines with nothing else.
    private static int CheckEnds(string name, int number, ReadOnlySpan<byte> line) =>
        number > 1 || !line.TrimEnd("\r\n"u8).Contains((byte)'\r') ? number : throw new InputException(
            $"{name}: expected lines that end in a line feed; found carriage returns alone, as old Macs wrote them: save it with line feeds.");

    private static string Decode(string name, int number, ReadOnlySpan<byte> line, long offset)
    {
        if (offset == 0 && line.StartsWith(Encoding.UTF8.Preamble))
            line = line[3..];
        if (line.EndsWith("\r"u8))
            line = line[..^1];
        return Decode($"{name}, line {number}", line, offset);
    }

    /// <summary>Text of bytes that must be UTF-8.</summary>
    public static string Decode(string place, ReadOnlySpan<byte> bytes, long? offset = null)
    {
        try
        {
            string text = Strict.GetString(bytes);
            return bytes.IndexOf((byte)0) is >= 0 and var nul
                ? throw new InputException($"{place}: expected text; found a NUL byte{At(nul)}, which no text holds.") : text;
        }
        catch (DecoderFallbackException problem)
        {
            int index = Math.Max(0, problem.Index);
            byte found = problem.BytesUnknown?[0] ?? bytes[index];
            throw new InputException($"{place}: expected UTF-8; found byte 0x{found:X2}{At(index)}, as Windows-1252 or Latin-1 would have it; save it as UTF-8.", problem);
        }

        string At(int index) => offset is null ? "" : $" at offset {offset + index}";
    }
}

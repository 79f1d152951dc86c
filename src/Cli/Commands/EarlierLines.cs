using System.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>What an earlier run left: whole lines, and the beginning of one if it was stopped while it wrote.</summary>
internal static class EarlierLines
{
    // What a row begins with.
    private static readonly byte[] Row = [.. "{\"row\":"u8];

    /// <summary>Bytes and number of the whole lines. What follows them is dropped, so it must be what a run can have left.</summary>
    /// <param name="name">The file, for messages.</param>
    /// <param name="stream">What it holds.</param>
    /// <param name="schema">Name and version that a first line begins with.</param>
    /// <exception cref="InputException">It is something else, which nobody may drop.</exception>
    public static (long Length, int Count) Whole(string name, Stream stream, string schema)
    {
        byte[] head = Encoding.UTF8.GetBytes($"{{\"schema\":\"{schema}\"");
        var buffer = new byte[1 << 16];
        var begin = new List<byte>(); // of what follows the last end of a line
        long length = 0, read = 0;
        int count = 0;
        bool odd = false, marked = false;
        stream.Position = 0;
        for (int got; (got = stream.Read(buffer)) > 0; read += got)
        {
            var part = buffer.AsSpan(0, got);
            marked |= read == 0 && part.StartsWith(Encoding.UTF8.Preamble);
            count += part.Count((byte)'\n');
            if (part.LastIndexOf((byte)'\n') is >= 0 and var end)
            {
                (length, odd) = (read + end + 1, false);
                begin.Clear();
                part = part[(end + 1)..];
            }
            begin.AddRange(part[..Math.Min(part.Length, head.Length - begin.Count)]);
            odd |= part.Contains((byte)'\r');
        }
        byte[] expected = count == 0 ? head : Row;
        bool torn = !odd && !marked && begin.Take(expected.Length).Index().All(letter => letter.Item == expected[letter.Index] || letter.Item == 0);
        return torn ? (length, count) : throw new InputException(
            $"{name}, line {(marked ? 1 : count + 1)}: expected a result, or the beginning of one; found something else. Without --resume the run begins anew.");
    }
}

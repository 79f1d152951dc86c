using System.Text;
using PureSaliency.Cli.Inputs;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Cli.Inputs;

/// <summary>Lines have their numbers and offsets whatever the pieces in which their bytes come.</summary>
public sealed class Utf8LinesSpec
{
    private const int Buffer = 1 << 16;

    [Theory]
    [InlineData("", "")]
    [InlineData("\n", "1:")]
    [InlineData("a", "1:a")]
    [InlineData("a\n", "1:a")]
    [InlineData("a\n\n", "1:a|2:")]
    [InlineData("a\r\nb\r", "1:a|2:b")]
    [InlineData("one\r", "1:one")]
    [InlineData("one\r\n", "1:one")]
    [InlineData("one\ntw\ro", "1:one|2:tw\ro")]
    [InlineData("one\ntwo\nthr\ree", "1:one|2:two|3:thr\ree")]
    [InlineData("\uFEFFone\n\uFEFFtwo\n", "1:one|2:\uFEFFtwo")]
    [InlineData("\uFEFFone", "1:one")]
    [InlineData("a\n\nlonger line\nz", "1:a|2:|3:longer line|4:z")]
    public void Lines_are_the_same_in_one_piece_and_byte_by_byte(string content, string lines)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        foreach (Stream stream in (Stream[])[new MemoryStream(bytes), new Drops(bytes, 1), new Drops(bytes, 3)])
            Assert.Equal(lines, string.Join('|', Utf8Lines.Read("x", stream).Select(line => $"{line.Number}:{line.Text}")));
        Assert.Equal(lines.Length == 0 ? 0 : lines.Split('|').Length, Utf8Lines.Check("x", new MemoryStream(bytes)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public void A_line_that_ends_where_the_buffer_does_is_read_whole(int beside)
    {
        string first = new('a', Buffer - 1 + beside), second = new('é', Buffer + beside);
        foreach (string end in (string[])["\n", "\r\n"])
            Assert.Equal([(1, first), (2, second), (3, "c")],
                Utf8Lines.Read("x", new MemoryStream(Encoding.UTF8.GetBytes(first + end + second + end + "c"))));
    }

    [Theory]
    [InlineData("one\ntw\uFFFF\n", "x, line 2: expected UTF-8; found byte 0xFF at offset 6, as Windows-1252 or Latin-1 would have it; save it as UTF-8.")]
    [InlineData("one\ntw\uFFFF", "x, line 2: expected UTF-8; found byte 0xFF at offset 6, as Windows-1252 or Latin-1 would have it; save it as UTF-8.")]
    [InlineData("one\ntwo\0", "x, line 2: expected text; found a NUL byte at offset 7, which no text holds.")]
    [InlineData("one\n\0two\n", "x, line 2: expected text; found a NUL byte at offset 4, which no text holds.")]
    [InlineData("on\re\rtwo", "x: expected lines that end in a line feed; found carriage returns alone, as old Macs wrote them: save it with line feeds.")]
    public void What_is_no_text_is_told_by_its_place(string content, string problem)
    {
        byte[] bytes = [.. content.SelectMany(c => c == '\uFFFF' ? [0xFF] : Encoding.UTF8.GetBytes([c]))];
        foreach (Stream stream in (Stream[])[new MemoryStream(bytes), new Drops(bytes, 1)])
            Assert.Equal(problem, Assert.Throws<InputException>(() => Utf8Lines.Read("x", stream).Count()).Message);
    }

    [Fact]
    public void The_offset_counts_on_behind_the_buffer()
    {
        byte[] bytes = [.. new string('a', Buffer).Select(c => (byte)c), (byte)'\n', .. "bb"u8, 0xFF, (byte)'\n'];
        Assert.StartsWith($"x, line 2: expected UTF-8; found byte 0xFF at offset {Buffer + 3},",
            Assert.Throws<InputException>(() => Utf8Lines.Read("x", new MemoryStream(bytes)).Count()).Message);
    }

    [Fact]
    public void The_offset_counts_on_over_many_buffers()
    {
        byte[] line = [.. new byte[999].Select(_ => (byte)'a'), (byte)'\n'];
        byte[] bytes = [.. Enumerable.Repeat(line, 200).SelectMany(bytes => bytes), (byte)'b', 0xFF];
        Assert.StartsWith("x, line 201: expected UTF-8; found byte 0xFF at offset 200001,",
            Assert.Throws<InputException>(() => Utf8Lines.Read("x", new MemoryStream(bytes)).Count()).Message);
    }

    [Fact]
    public void Where_the_offset_is_not_known_it_is_not_told()
    {
        Assert.Equal("row 3: expected text; found a NUL byte, which no text holds.",
            Assert.Throws<InputException>(() => Utf8Lines.Decode("row 3", "ab\0"u8)).Message);
        Assert.StartsWith("row 3: expected UTF-8; found byte 0xFF, as",
            Assert.Throws<InputException>(() => Utf8Lines.Decode("row 3", [0x61, 0xFF])).Message);
    }

    [Fact]
    public void An_endless_line_is_refused_by_its_number()
    {
        byte[] bytes = new byte[Utf8Lines.LongestLine + 3];
        Array.Fill(bytes, (byte)'x');
        bytes[1] = (byte)'\n';
        Assert.Equal($"x, line 2: expected lines of at most {Utf8Lines.LongestLine} bytes; this one is longer.",
            Assert.Throws<InputException>(() => Utf8Lines.Read("x", new MemoryStream(bytes)).Count()).Message);
    }

    /// <summary>A stream that gives a few bytes at a time, as a terminal does.</summary>
    private sealed class Drops(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));
    }
}

using System.Text;
using PureSaliency.Cli.Commands;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Cli;

/// <summary>What follows the whole lines of an earlier output is dropped only where a run can have left it.</summary>
public sealed class EarlierLinesSpec
{
    private const string Line = "{\"schema\":\"puresaliency/explanation/2\",\"text\":\"a\"}", Row = "{\"row\":1,\"line\":2}";

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData(Line, 0, 0)]
    [InlineData("{\"sch", 0, 0)]
    [InlineData("\0\0\0", 0, 0)]
    [InlineData(Line + "\n", 1, 51)]
    [InlineData(Line + "\n" + Line + "\n{", 2, 102)]
    [InlineData(Line + "\r\n" + Row, 1, 52)]
    [InlineData("anything\n{\"row\"\0\0", 1, 9)]
    public void Torn_lines_are_dropped(string text, int lines, long length) => Assert.Equal((length, lines), Whole(text));

    [Theory]
    [InlineData("my notes", "x, line 1: expected a result")]
    [InlineData("{\"text\":\"a\"}", "x, line 1: ")]
    [InlineData(Line + "\nmy notes", "x, line 2: ")]
    [InlineData(Line + "\n" + Line, "x, line 2: ")]
    [InlineData(Line + "\r" + Line + "\r", "x, line 1: ")]
    [InlineData("\uFEFF" + Line + "\n", "x, line 1: ")]
    public void Other_files_are_not(string text, string words) => Assert.Contains(words, Assert.Throws<InputException>(() => Whole(text)).Message);

    private static (long, int) Whole(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return EarlierLines.Whole("x", stream, ExplanationJson.Schema);
    }
}

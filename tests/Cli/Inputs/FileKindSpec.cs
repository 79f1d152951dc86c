using System.Text;

namespace PureSaliency.Tests.Cli.Inputs;

/// <summary>Text in other encodings is known by the places of its empty bytes, and by nothing less.</summary>
public sealed class FileKindSpec : IDisposable
{
    private readonly InputFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("utf-16", "a film\n", "UTF-16")]
    [InlineData("utf-16BE", "a film\n", "UTF-16")]
    [InlineData("utf-32", "a film\n", "UTF-32")]
    [InlineData("utf-32BE", "a film\n", "UTF-32")]
    [InlineData("utf-32", "фильм", "UTF-32")]
    [InlineData("utf-32BE", "фильм", "UTF-32")]
    [InlineData("utf-32", "映画映画", "UTF-32")]
    public void Letters_of_two_or_four_bytes_are_named_without_a_mark(string encoding, string text, string name) =>
        Assert.Equal($"a.txt: expected UTF-8 text; found text in {name}: save it as UTF-8.",
            _files.Refusal("a.txt", Encoding.GetEncoding(encoding).GetBytes(text)));

    [Theory]
    [InlineData("ab中")] // of three letters two are Latin, which is more than three of five
    [InlineData("abcd中")]
    public void Most_letters_must_be_Latin_for_it(string letters) =>
        Assert.Contains("found text in UTF-16:", _files.Refusal("a.txt", Encoding.Unicode.GetBytes(string.Concat(Enumerable.Repeat(letters, 60)))));

    [Theory]
    [InlineData("utf-16BE", "abcdefgh中中")] // four of five are needed, and the first byte is among their empty ones
    [InlineData("utf-16", "中中abcdefgh")] // the last
    public void The_first_byte_counts_and_the_last(string encoding, string text) =>
        Assert.Contains("found text in UTF-16:", _files.Refusal("a.txt", Encoding.GetEncoding(encoding).GetBytes(text)));

    [Theory]
    [InlineData("ab中中")]
    [InlineData("ababa中中中中")] // five of nine
    [InlineData("a中a中a")] // three of five are not more than that
    public void With_fewer_the_first_empty_byte_is_told(string letters) =>
        Assert.EndsWith("expected text; found a NUL byte at offset 1, which no text holds.",
            _files.Refusal("a.txt", Encoding.Unicode.GetBytes(string.Concat(Enumerable.Repeat(letters, 60)))));

    [Theory]
    [InlineData("\0abc", 0)]
    [InlineData("a\0bc", 1)]
    [InlineData("ab\0c", 2)]
    [InlineData("abc\0", 3)]
    [InlineData("\0ab\0", 0)]
    [InlineData("a\0\0b", 1)]
    public void Empty_bytes_at_other_places_are_no_encoding(string unit, int offset) =>
        Assert.Equal($"a.txt, line 1: expected text; found a NUL byte at offset {offset}, which no text holds.",
            _files.Refusal("a.txt", string.Concat(Enumerable.Repeat(unit, 50))));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("abc")]
    public void A_file_of_a_few_bytes_is_text(string content) =>
        Assert.Equal(content.Length > 0 ? [content] : [], _files.Texts("a.txt", content));
}

namespace PureSaliency.Roberta.Text;

/// <summary>Walks once through a text and tells UTF-16 and UTF-8 positions of each other; questions go forward only.</summary>
internal struct Utf8Cursor(string text)
{
    private int charPosition;
    private int bytePosition;

    /// <summary>The UTF-8 position of the character at <paramref name="charIndex"/>.</summary>
    public int ByteAt(int charIndex)
    {
        while (charPosition < charIndex) Step();
        return bytePosition;
    }

    /// <summary>The UTF-16 range of the character that holds the byte at <paramref name="byteIndex"/>.</summary>
    public (int Start, int End) CharAt(int byteIndex)
    {
        while (bytePosition + Width <= byteIndex) Step();
        return (charPosition, charPosition + (Width == 4 ? 2 : 1));
    }

    private readonly int Width => text[charPosition] switch
    {
        < '\u0080' => 1,
        < '\u0800' => 2,
        >= '\uD800' and <= '\uDBFF' => 4,
        _ => 3,
    };

    private void Step()
    {
        int width = Width;
        bytePosition += width;
        charPosition += width == 4 ? 2 : 1;
    }
}

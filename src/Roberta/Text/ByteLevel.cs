namespace PureSaliency.Roberta.Text;

/// <summary>
/// The alphabet of the vocabulary: each of the 256 bytes is one visible letter. Printable Latin-1 stands for itself,
/// the others follow from U+0100 on, so that a blank is Ġ.
/// </summary>
internal static class ByteLevel
{
    private static readonly char[] Letters = MakeLetters();
    private static readonly Dictionary<char, byte> Bytes = MakeBytes();

    /// <summary>The letter of a byte, as a piece.</summary>
    public static string Letter(byte value) => Letters[value].ToString();

    /// <summary>The bytes as letters, one for one.</summary>
    public static string Spell(ReadOnlySpan<byte> bytes)
    {
        char[] letters = new char[bytes.Length];
        for (int i = 0; i < bytes.Length; i++) letters[i] = Letters[bytes[i]];
        return new string(letters);
    }

    /// <summary>The text of a piece, with U+FFFD for bytes that are only part of a character.</summary>
    public static string Read(string piece)
    {
        byte[] bytes = new byte[piece.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            // A piece may have been put into the vocabulary by hand, in any letters: then it is its own text.
            if (!Bytes.TryGetValue(piece[i], out bytes[i])) return piece;
        }
        return System.Text.Encoding.UTF8.GetString(bytes);
    }

    private static char[] MakeLetters()
    {
        char[] letters = new char[256];
        int next = 256;
        for (int b = 0; b < 256; b++)
        {
            bool printable = b is (>= '!' and <= '~') or (>= '¡' and <= '¬') or (>= '®' and <= 'ÿ');
            letters[b] = (char)(printable ? b : next++);
        }
        return letters;
    }

    private static Dictionary<char, byte> MakeBytes()
    {
        var bytes = new Dictionary<char, byte>(256);
        for (int b = 0; b < 256; b++) bytes.Add(Letters[b], (byte)b);
        return bytes;
    }
}

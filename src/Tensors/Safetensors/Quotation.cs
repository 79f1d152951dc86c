using System.Globalization;
using System.Text;

namespace PureSaliency.Tensors;

internal static class Quotation
{
    private const int Longest = 100;

    /// <summary>
    /// The text in single quotes, fit for a message: a stranger's file chooses its names, and neither a terminal
    /// escape nor a megabyte of letters belongs on the user's screen.
    /// </summary>
    public static string Quote(this string text)
    {
        var quoted = new StringBuilder("'");
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (quoted.Length > Longest) return quoted.Append("…'").ToString();
            if (IsVisible(rune)) quoted.Append(rune.ToString());
            else quoted.Append($"\\u{rune.Value:X4}");
        }
        return quoted.Append('\'').ToString();
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}

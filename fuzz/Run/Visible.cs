using System.Globalization;
using System.Text;

namespace PureSaliency.Fuzz.Run;

/// <summary>What a terminal shows as it stands.</summary>
internal static class Visible
{
    private const int Joiner = 0x200D;

    /// <summary>The first character that a terminal acts on instead of showing it; null if there is none.</summary>
    /// <param name="lines">Whether lines may end.</param>
    public static int? FirstHidden(string text, bool lines = false)
    {
        foreach (var rune in text.EnumerateRunes())
            if (IsHidden(rune) && !(lines && rune.Value is '\n' or '\t'))
                return rune.Value;
        return null;
    }

    // A joiner only binds the parts of an emoji.
    private static bool IsHidden(Rune rune) => rune.Value != Joiner && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}

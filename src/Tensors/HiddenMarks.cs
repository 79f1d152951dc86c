using System.Buffers;
using System.Globalization;
using System.Text;

namespace PureSaliency.Tensors;

/// <summary>
/// Characters that nobody sees and that do something: steer a terminal, turn the direction of the line, end it, or hide a
/// message. Joiners and variation selectors count as hidden only where they have nothing to join or to vary.
/// </summary>
internal static class HiddenMarks
{
    /// <summary>Whether the character that begins at a place is hidden; half a surrogate pair is.</summary>
    /// <param name="text">The whole text: what stands around a joiner decides.</param>
    /// <param name="at">Where the character begins.</param>
    /// <param name="length">How many UTF-16 units it has.</param>
    public static bool At(ReadOnlySpan<char> text, int at, out int length)
    {
        if (Rune.DecodeFromUtf16(text[at..], out var rune, out length) != OperationStatus.Done) return true;
        return rune.Value switch
        {
            >= ' ' and <= '~' => false,
            0x200C or 0x200D => !Joins(text[..at], text[(at + length)..]),
            >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF or >= 0x180B and <= 0x180D or 0x180F =>
                !Varies(rune.Value, text[..at], text[(at + length)..]),
            _ => IsHidden(rune),
        };
    }

    private static bool IsHidden(Rune rune) => rune.Value switch
    {
        // Signs before numbers in Arabic, Syriac and Kaithi: of the category Format, but seen.
        >= 0x600 and <= 0x605 or 0x6DD or 0x70F or 0x890 or 0x891 or 0x8E2 or 0x110BD or 0x110CD => false,
        // Letters and marks without a shape, and what is reserved for more of them; tags spell whole texts.
        0x34F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2065 or 0x3164 or 0xFFA0 or >= 0xFFF0 and <= 0xFFF8 or >= 0xE0000 and <= 0xE0FFF => true,
        >= 0xFDD0 and <= 0xFDEF => true,
        _ => (rune.Value & 0xFFFE) == 0xFFFE || Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };

    // One joiner between two emoji, or after a letter of a script that is written with joiners.
    private static bool Joins(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        if (!TryLast(before, out var left)) return false;
        bool joined = Rune.DecodeFromUtf16(after, out var right, out _) == OperationStatus.Done;
        return (joined && (IsPicture(left) || left.Value == 0xFE0F) && IsPicture(right)) || (IsJoinedScript(left.Value) && IsLetter(left));
    }

    // One selector after a character that has variants.
    private static bool Varies(int selector, ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        if (!TryLast(before, out var left)) return false;
        bool ideograph = left.Value is >= 0x2E80 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFD;
        return selector switch
        {
            0xFE0E or 0xFE0F => left.IsAscii ? after is ['\u20E3', ..] && "#*0123456789".Contains((char)left.Value)
                : IsPicture(left) || left.Value is 0x203C or 0x2049 or 0x2139 or 0x3030 or 0x303D,
            <= 0x180F => left.Value is >= 0x1820 and <= 0x18AA,
            <= 0xFE0D => ideograph || left.Value is >= 0x1000 and <= 0x109F or >= 0xA840 and <= 0xA877 || (!left.IsAscii && IsPicture(left)),
            _ => ideograph,
        };
    }

    private static bool TryLast(ReadOnlySpan<char> text, out Rune last) => Rune.DecodeLastFromUtf16(text, out last, out _) == OperationStatus.Done;

    private static bool IsPicture(Rune rune) => !rune.IsAscii && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol or UnicodeCategory.ModifierSymbol;

    private static bool IsLetter(Rune rune) => Rune.IsLetter(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // Arabic to Sinhala, Burmese, Khmer, Mongolian, Tai Tham to Batak, Saurashtra to Meetei Mayek, Arabic's forms, the Brahmic plane.
    private static bool IsJoinedScript(int value) => value is >= 0x600 and <= 0xDFF or >= 0x1000 and <= 0x109F or >= 0x1780 and <= 0x18AF
        or >= 0x1A20 and <= 0x1BFF or >= 0xA800 and <= 0xABFF or >= 0xFB50 and <= 0xFDFF or >= 0xFE70 and <= 0xFEFC or >= 0x11000 and <= 0x11FFF;
}

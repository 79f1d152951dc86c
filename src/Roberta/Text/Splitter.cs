using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PureSaliency.Roberta.Text;

/// <summary>GPT-2's division of a text into pieces; no merge crosses a border between two.</summary>
internal static partial class Splitter
{
    /// <summary>The pieces of a text without special tokens. They lie end to end and leave nothing out.</summary>
    public static Regex.ValueMatchEnumerator Split(ReadOnlySpan<char> text) =>
        Pattern.EnumerateMatches(text.ContainsAnyInRange('\uD800', '\uDFFF') ? Shadow(text) : text);

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    private static partial Regex Pattern { get; }

    /// <summary>
    /// The reference matches whole characters, .NET halves of surrogate pairs, which are neither letter nor number.
    /// A pair therefore becomes two plain signs of its kind; the borders stay where they were.
    /// </summary>
    private static char[] Shadow(ReadOnlySpan<char> text)
    {
        char[] shadow = text.ToArray();
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsHighSurrogate(text[i])) continue;
            char kind = Kind(new Rune(text[i], text[i + 1]));
            shadow[i] = kind;
            shadow[++i] = kind;
        }
        return shadow;
    }

    // Not one of the letters that follow an apostrophe in the pattern.
    private static char Kind(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        <= UnicodeCategory.OtherLetter => 'x',
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => '1',
        _ => '!',
    };
}

using System.Globalization;
using System.Text;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;
using Wcwidth;

namespace PureSaliency.Cli.Reports;

/// <summary>Text on a grid of columns. What a reader takes for one character, such as a flag of two letters, is never cut.</summary>
internal static class TextLayout
{
    private const int Joiner = 0x200D, PictureSelector = 0xFE0F;

    /// <summary>Without what could steer the terminal or move what follows; the length stays.</summary>
    public static string OnGrid(string text) => Printable.Shown(text).Replace('\t', ' ');

    /// <summary>The same, on one line.</summary>
    public static string OneLine(string text) => OnGrid(text).Replace('\n', ' ');

    /// <summary>Columns that a terminal gives to a text.</summary>
    public static int Columns(ReadOnlySpan<char> text)
    {
        int columns = 0;
        for (int at = 0, length; at < text.Length; at += length)
        {
            length = StringInfo.GetNextTextElementLength(text[at..]);
            columns += OfCharacter(text.Slice(at, length));
        }
        return columns;
    }

    /// <summary>The column at which each UTF-16 unit of a line begins, and at last the one behind the line.</summary>
    public static int[] Places(ReadOnlySpan<char> line)
    {
        var places = new int[line.Length + 1];
        int columns = 0;
        for (int at = 0, length; at < line.Length; at += length)
        {
            length = StringInfo.GetNextTextElementLength(line[at..]);
            places[at] = columns;
            columns += OfCharacter(line.Slice(at, length));
            places.AsSpan(at + 1, length).Fill(columns);
        }
        return places;
    }

    // Widths after East Asian Width; signs of one picture (joined, coloured, chosen by a selector) share its two columns.
    private static int OfCharacter(ReadOnlySpan<char> character)
    {
        if (character is [>= ' ' and <= '~']) return 1;
        int columns = 0;
        bool joined = false;
        foreach (var rune in character.EnumerateRunes())
        {
            int own = Math.Max(0, UnicodeCalculator.GetWidth(rune));
            bool shares = columns > 0 && (IsSkin(rune) || (joined && (own == 2 || Rune.GetUnicodeCategory(rune) is
                UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol)));
            if (rune.Value == PictureSelector && columns == 1) columns = 2;
            else if (!shares) columns += own;
            joined = rune.Value == Joiner;
        }
        return columns;
    }

    private static bool IsSkin(Rune rune) => rune.Value is >= 0x1F3FB and <= 0x1F3FF;

    /// <summary>Clipped or filled with blanks to just so many columns.</summary>
    public static string Fit(string text, int columns)
    {
        var fitted = new StringBuilder();
        int used = 0;
        bool whole = Columns(text) <= columns;
        for (int at = 0, length; at < text.Length; at += length)
        {
            length = StringInfo.GetNextTextElementLength(text.AsSpan(at));
            int width = OfCharacter(text.AsSpan(at, length));
            if (used + width > (whole ? columns : columns - 1))
                break;
            fitted.Append(text, at, length);
            used += width;
        }
        if (!whole)
        {
            fitted.Append('…');
            used++;
        }
        return fitted.Append(' ', columns - used).ToString();
    }

    /// <summary>Ranges of the text that fit on a line each, broken at blanks where there are any.</summary>
    public static IEnumerable<Range> Lines(string text, int width)
    {
        int start = 0, blank = -1, columns = 0;
        for (int i = 0, length; i < text.Length; i += length)
        {
            length = StringInfo.GetNextTextElementLength(text.AsSpan(i));
            int own = OfCharacter(text.AsSpan(i, length));
            columns += own;
            if (text[i] == '\n')
            {
                yield return start..i;
                (start, blank, columns) = (i + 1, -1, 0);
            }
            else if (columns > width && text[i] != ' ')
            {
                int end = blank > start ? blank : i;
                yield return start..end;
                start = blank > start ? blank + 1 : i;
                (blank, columns) = (-1, Columns(text.AsSpan(start, i - start)) + own);
            }
            else if (text[i] == ' ' && length == 1)
                blank = i;
        }
        yield return start..text.Length;
    }

    /// <summary>The stretches of a line: from, to, and the cell it belongs to or null.</summary>
    public static IEnumerable<(int Start, int End, HeatCell? Cell)> Stretches(Range line, IReadOnlyList<HeatCell> cells)
    {
        int at = line.Start.Value, end = line.End.Value;
        foreach (var cell in cells)
        {
            if (cell.End <= at || cell.Start >= end)
                continue;
            if (cell.Start > at)
                yield return (at, cell.Start, null);
            int stop = Math.Min(cell.End, end);
            yield return (Math.Max(at, cell.Start), stop, cell);
            at = stop;
        }
        if (at < end)
            yield return (at, end, null);
    }
}

using System.Text;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Cli.Reports;

/// <summary>Text on a grid of columns.</summary>
internal static class TextLayout
{
    /// <summary>Columns that a terminal gives to a character.</summary>
    public static int Columns(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.EnclosingMark
            or System.Globalization.UnicodeCategory.Format => 0,
        _ => rune.Value is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3 or >= 0xF900 and <= 0xFAFF
            or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6 or >= 0x1F300 and <= 0x1FAFF
            or >= 0x20000 and <= 0x3FFFD ? 2 : 1,
    };

    public static int Columns(string text)
    {
        int columns = 0;
        foreach (var rune in text.EnumerateRunes())
            columns += Columns(rune);
        return columns;
    }

    /// <summary>Without what could steer the terminal; the length stays.</summary>
    public static string Printable(string text) => string.Create(text.Length, text, (span, from) =>
    {
        for (int i = 0; i < span.Length; i++)
            span[i] = from[i] is '\t' or '\r' ? ' ' : char.IsControl(from[i]) && from[i] != '\n' ? '\uFFFD' : from[i];
    });

    /// <summary>Clipped or filled with blanks to just so many columns.</summary>
    public static string Fit(string text, int columns)
    {
        var fitted = new StringBuilder();
        int used = 0;
        bool whole = Columns(text) <= columns;
        foreach (var rune in text.EnumerateRunes())
        {
            int width = Columns(rune);
            if (used + width > (whole ? columns : columns - 1))
                break;
            fitted.Append(rune.ToString());
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
        for (int i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out int length);
            columns += Columns(rune);
            if (rune.Value == '\n')
            {
                yield return start..i;
                (start, blank, columns) = (i + 1, -1, 0);
            }
            else if (columns > width && rune.Value != ' ')
            {
                int end = blank > start ? blank : i;
                yield return start..end;
                start = blank > start ? blank + 1 : i;
                (blank, columns) = (-1, Columns(text[start..i]) + Columns(rune));
            }
            else if (rune.Value == ' ')
                blank = i;
            i += length;
        }
        yield return start..text.Length;
    }

    /// <summary>The stretches of a line: text, and the cell it belongs to or null.</summary>
    public static IEnumerable<(string Text, HeatCell? Cell)> Stretches(string text, Range line, IReadOnlyList<HeatCell> cells)
    {
        int at = line.Start.Value, end = line.End.Value;
        foreach (var cell in cells)
        {
            if (cell.End <= at || cell.Start >= end)
                continue;
            if (cell.Start > at)
                yield return (text[at..cell.Start], null);
            int stop = Math.Min(cell.End, end);
            yield return (text[Math.Max(at, cell.Start)..stop], cell);
            at = stop;
        }
        if (at < end)
            yield return (text[at..end], null);
    }
}

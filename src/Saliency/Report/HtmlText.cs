using System.Globalization;
using System.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Report;

/// <summary>Text and numbers as they stand in HTML.</summary>
internal static class HtmlText
{
    /// <summary>Safe between tags and inside quoted attributes; nothing hidden gets onto the page.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (char c in Printable.Shown(text))
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ => escaped.Append(c),
            };
        return escaped.ToString();
    }

    /// <summary>Three significant digits.</summary>
    public static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    /// <summary>Six significant digits, for the scores the page reads back.</summary>
    public static string Data(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    public static string Percent(double value) => (value * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Class and style that paint an element by a part of the peak.</summary>
    public static string Paint(double share) =>
        $"{(share < 0 ? " class=\"n\"" : "")} style=\"--s:{Math.Abs(share).ToString("0.###", CultureInfo.InvariantCulture)}\"";

    /// <summary>A token's readable form where it would otherwise not be seen.</summary>
    public static string Visible(TokenPlace token)
    {
        string text = token.Text.Trim();
        return text.Length > 0 && !text.Contains('\uFFFD') ? text : token.Piece;
    }

    public static string Clip(string text, int length)
    {
        text = text.ReplaceLineEndings(" ");
        if (text.Length <= length)
            return text;
        if (char.IsHighSurrogate(text[length - 1]))
            length--;
        return text[..length] + "…";
    }
}

using System.Text;

namespace PureSaliency.Tensors;

/// <summary>
/// The one gate through which text that came from outside (texts, labels, names in files, paths) reaches a screen, a page or a
/// message: what is hidden becomes a sign that is seen. Results that programs read keep it, escaped.
/// </summary>
internal static class Printable
{
    /// <summary>What stands for a hidden character.</summary>
    public const char Sign = '\uFFFD';

    private const int LongestName = 100;

    /// <summary>The text with a sign for each hidden character and blanks for carriage returns; lines, tabs and the length stay.</summary>
    public static string Shown(string text)
    {
        int at = FirstSuspect(text, 0);
        if (at < 0) return text;
        var shown = new StringBuilder(text);
        for (int length; at < text.Length; at += length)
        {
            bool hidden = HiddenMarks.At(text, at, out length);
            if (text[at] == '\r') shown[at] = ' ';
            else if (hidden && text[at] is not ('\n' or '\t'))
                for (int i = at; i < at + length; i++) shown[i] = Sign;
        }
        return shown.ToString();
    }

    /// <summary>The text as it stands in a line among others.</summary>
    public static string Line(string text) => Shown(text).Replace('\n', Sign).Replace('\t', ' ');

    /// <summary>A name as it stands in a line among others, and not too long.</summary>
    public static string Name(string name)
    {
        string shown = Line(name);
        return shown.Length <= LongestName ? shown : Begin(shown, LongestName) + "…";
    }

    /// <summary>A sentence for people with \uXXXX for whatever is hidden, ends of lines included.</summary>
    public static string InMessage(string sentence) => Escaped(sentence, keepLines: false);

    /// <summary>JSON that says the same with \uXXXX for whatever is hidden: it can only stand within its strings.</summary>
    public static string InJson(string json) => Escaped(json, keepLines: true);

    /// <summary>The first characters, as many as fit without cutting one in two.</summary>
    public static string Begin(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static string Escaped(string text, bool keepLines)
    {
        int at = FirstSuspect(text, 0);
        if (at < 0) return text;
        var escaped = new StringBuilder(text.Length + 16).Append(text, 0, at);
        for (int length; at < text.Length; at += length)
        {
            if (!HiddenMarks.At(text, at, out length) || (keepLines && text[at] is '\n' or '\r')) escaped.Append(text, at, length);
            else
                for (int i = at; i < at + length; i++) escaped.Append($"\\u{(int)text[i]:X4}");
        }
        return escaped.ToString();
    }

    private static int FirstSuspect(string text, int from) =>
        text.AsSpan(from).IndexOfAnyExceptInRange(' ', '~') is >= 0 and var found ? from + found : -1;
}

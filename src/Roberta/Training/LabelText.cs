using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PureSaliency.Roberta.Training;

/// <summary>What a written label says: the number that it is, the index that it names, how it reads without case and blanks.</summary>
internal static partial class LabelText
{
    private const int MostNamed = 12;
    private static readonly string[] WordsForNothing = ["nan", "na", "n/a", "<na>", "none", "null", "nil", "-", "?", ""];

    /// <summary>The label without case, outer and repeated blanks and letters that nobody sees.</summary>
    public static string Fold(string label)
    {
        var letters = new StringBuilder(label.Length);
        foreach (char letter in label)
            if (char.IsWhiteSpace(letter)) Blank(letters);
            else if (char.GetUnicodeCategory(letter) is not (UnicodeCategory.Format or UnicodeCategory.Control))
                letters.Append(char.ToLowerInvariant(letter));
        return letters.ToString().Trim();
    }

    /// <summary>The number that the whole label is: 1 and 1.0 are one.</summary>
    public static decimal? Number(string label) => decimal.TryParse(
        label.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
        out decimal number) ? number : null;

    /// <summary>Whether a label is a number with decimals, be they written behind a comma.</summary>
    public static bool HasDecimals(string label) => Number(label) is { } number ? !decimal.IsInteger(number) : CommaDecimal().IsMatch(label.Trim());

    /// <summary>A number in its shortest form.</summary>
    public static string Written(decimal number) => number == 0 ? "0" : number.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>The index that a label names, as 1, 1.0, LABEL_1 or label 1 do.</summary>
    public static int? Index(string label)
    {
        var named = NamedIndex().Match(label.Trim());
        return (named.Success ? Number(named.Groups[1].Value) : Number(label)) is { } number
            && decimal.IsInteger(number) && number is >= 0 and <= int.MaxValue ? (int)number : null;
    }

    /// <summary>Whether a name says no more than its index, as LABEL_1 for 1.</summary>
    public static bool IsPlaceholder(string name, int index) => NamedIndex().Match(name) is { Success: true } named && Number(named.Groups[1].Value) == index;

    /// <summary>Whether a label stands for one that is missing, where all others are numbers.</summary>
    public static bool IsMissing(string label) => WordsForNothing.Contains(label.Trim().ToLowerInvariant());

    /// <summary>What kind of collection a label is, as "an array"; null if it is one label.</summary>
    public static string? Collection(string label)
    {
        string text = label.Trim();
        if (text.Length < 2 || (text[0], text[^1]) is not (('[', ']') or ('{', '}') or ('(', ')'))) return null;
        string kind = text[0] == '{' ? "an object" : "an array";
        return Elements(text) is not null || PythonCollection().IsMatch(text) ? kind : null;
    }

    /// <summary>The values of an array of strings, numbers or flags, as JSON or Python writes it; null if it is none.</summary>
    public static JsonElement? Elements(string label)
    {
        string text = label.Trim();
        return Parsed(text) ?? (PythonCollection().IsMatch(text) ? Parsed($"[{text[1..^1].TrimEnd().TrimEnd(',').Replace('\'', '"')}]") : null);
    }

    /// <summary>Names for a sentence: all of a few, the first of many.</summary>
    public static string Listed(IReadOnlyCollection<string> names) => names.Count <= MostNamed + 1 ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(MostNamed))} and {(names.Count - MostNamed).ToString("#,0", CultureInfo.InvariantCulture)} more";

    private static JsonElement? Parsed(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Blank(StringBuilder letters)
    {
        if (letters.Length > 0 && letters[^1] != ' ') letters.Append(' ');
    }

    [GeneratedRegex("^label[ _-]?([0-9]+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamedIndex();

    [GeneratedRegex("^[+-]?[0-9]+,[0-9]+$")]
    private static partial Regex CommaDecimal();

    [GeneratedRegex("""^[\[({]\s*['"].*['"]\s*,?\s*[\])}]$""", RegexOptions.Singleline)]
    private static partial Regex PythonCollection();
}

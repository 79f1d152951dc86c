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
    private static readonly string[] WordsForNoNumber = ["true", "false", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞"];
    private static readonly string[] WrittenForNothing = ["nan", "<na>", "null", ""];

    /// <summary>The label without case, width, outer and repeated blanks and letters that nobody sees.</summary>
    public static string Fold(string label)
    {
        var letters = new StringBuilder(label.Length);
        foreach (char letter in label)
            if (char.IsWhiteSpace(letter)) Blank(letters);
            else if (char.GetUnicodeCategory(letter) is not (UnicodeCategory.Format or UnicodeCategory.Control))
                letters.Append(char.ToLowerInvariant(Narrow(letter)));
        return letters.ToString().Trim();
    }

    /// <summary>
    /// Two labels that may be one, with an accent of its own in the first and upon its letter in the second; null if there are none. The
    /// runtime knows no compositions where it knows no cultures: any letter beyond ASCII passes for a composed one.
    /// </summary>
    public static (string Composed, string Upon)? DifferByComposition(IEnumerable<string> labels)
    {
        foreach (var alike in labels.GroupBy(Decomposed).Where(group => group.Count() > 1))
            if (alike.FirstOrDefault(label => !HasAccents(label)) is { } composed && alike.FirstOrDefault(HasAccents) is { } upon)
                return (composed, upon);
        return null;
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

    /// <summary>Whether a label stands for one that is missing, or for no number, where all others are numbers.</summary>
    public static bool IsNoNumber(string label) => Among(WordsForNothing, label) || Among(WordsForNoNumber, label);

    /// <summary>Whether a label is what programs write for a missing value, and no name that anybody gives a class.</summary>
    public static bool IsMissing(string label) => Among(WrittenForNothing, label);

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

    private static bool Among(string[] words, string label) => words.Contains(label.Trim().ToLowerInvariant());

    // Letters and digits as wide as an ideograph are those of ASCII, at one distance from them.
    private static char Narrow(char letter) => letter is >= '\uFF01' and <= '\uFF5E' ? (char)(letter - 0xFEE0) : letter;

    private static bool IsAccent(char letter) => letter is >= '\u0300' and <= '\u036F';

    private static bool HasAccents(string label) => label.Any(IsAccent);

    private static string Decomposed(string label)
    {
        var letters = new StringBuilder(label.Length);
        foreach (char letter in Fold(label))
            if (!IsAccent(letter)) letters.Append(char.IsAscii(letter) ? letter : '*');
            else if (letters.Length > 0) letters[^1] = '*';
        return letters.ToString();
    }

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

using System.CommandLine;
using System.CommandLine.Parsing;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Cli.Commands;

/// <summary>Options whose mistakes are told in sentences that list what is known.</summary>
internal static class Switch
{
    // A wider one would press the descriptions of all options against the margin.
    private const int WidestPlaceholder = 32;

    public delegate bool TryParse<T>(string text, out T value);

    /// <summary>One of an enumeration's written names.</summary>
    public static Option<T?> Choice<T>(string name, string description) where T : struct, Enum
    {
        var names = SwitchNames.All<T>();
        string placeholder = string.Join('|', names), list = string.Join(", ", names);
        bool wide = placeholder.Length > WidestPlaceholder;
        return Parsed<T>(name, wide ? "NAME" : placeholder, $"{description}{(wide ? ": " + list : "")} (default {names[0]}).",
            "one of " + list, SwitchNames.TryParse);
    }

    /// <summary>A whole number from <paramref name="least"/>.</summary>
    public static Option<int?> Number(string name, string description, int least) =>
        Parsed(name, "N", description, $"a whole number from {least}",
            (string text, out int value) => int.TryParse(text, out value) && value >= least);

    public static Option<string?> Text(string name, string placeholder, string description) =>
        new(name) { HelpName = placeholder, Description = description };

    /// <summary>An option of explanations; its text, which is a value of it.</summary>
    public static Option<string?> Of(OptionInfo info)
    {
        bool choice = info.Placeholder.Contains('|') && info.Expected.StartsWith("one of", StringComparison.Ordinal);
        bool wide = info.Placeholder.Length > WidestPlaceholder;
        string list = choice && wide ? ": " + info.Expected["one of ".Length..] : "";
        return Checked("--" + info.Name, wide ? "NAME" : info.Placeholder, $"{info.Description}{list} (default {info.Standard}).", info.Expected,
            text => info.Parsed(new(), text) is not null);
    }

    /// <summary>A text that must be of some form.</summary>
    public static Option<string?> Checked(string name, string placeholder, string description, string expected, Func<string, bool> check) => new(name)
    {
        HelpName = placeholder,
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[^1].Value;
            if (check(text)) return text;
            result.AddError($"{name}: expected {expected}; found '{text}'.");
            return null;
        },
    };

    public static Option<T?> Parsed<T>(string name, string placeholder, string description, string expected, TryParse<T> parse)
        where T : struct => new(name)
        {
            HelpName = placeholder,
            Description = description,
            CustomParser = result => Parse(name, expected, parse, result),
        };

    private static T? Parse<T>(string name, string expected, TryParse<T> parse, ArgumentResult result) where T : struct
    {
        string text = result.Tokens[^1].Value;
        if (parse(text, out T value))
            return value;
        result.AddError($"{name}: expected {expected}; found '{text}'.");
        return null;
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Cli.Commands;

/// <summary>Options whose mistakes are told in sentences that list what is known.</summary>
internal static class Switch
{
    // A wider one would press the descriptions of all options against the margin.
    private const int WidestPlaceholder = 32;
    private const string OneOf = "one of ";

    public delegate bool TryParse<T>(string text, out T value);

    /// <summary>One of an enumeration's written names.</summary>
    public static Option<T?> Choice<T>(string name, string description) where T : struct, Enum
    {
        var names = SwitchNames.All<T>();
        string expected = OneOf + string.Join(", ", names);
        var (placeholder, help) = Help(string.Join('|', names), description, expected, names[0]);
        return Parsed<T>(name, placeholder, help, expected, SwitchNames.TryParse);
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
        var (placeholder, help) = Help(info.Placeholder, info.Description, info.Expected, info.Standard);
        return Checked("--" + info.Name, placeholder, help, info.Expected, text => info.Parsed(new(), text) is not null);
    }

    /// <summary>A text that must be of some form.</summary>
    public static Option<string?> Checked(string name, string placeholder, string description, string expected, Func<string, bool> check) => new(name)
    {
        HelpName = placeholder,
        Description = description,
        CustomParser = result => check(Given(result)) ? Given(result) : Refuse(name, expected, result),
    };

    public static Option<T?> Parsed<T>(string name, string placeholder, string description, string expected, TryParse<T> parse)
        where T : struct => new(name)
        {
            HelpName = placeholder,
            Description = description,
            CustomParser = result =>
            {
                if (parse(Given(result), out T value)) return value;
                Refuse(name, expected, result);
                return null;
            },
        };

    // Names that are too wide for their column are listed behind the description.
    private static (string Placeholder, string Help) Help(string placeholder, string description, string expected, string standard)
    {
        bool wide = placeholder.Length > WidestPlaceholder;
        string list = wide && expected.StartsWith(OneOf, StringComparison.Ordinal) ? ": " + expected[OneOf.Length..] : "";
        return (wide ? "NAME" : placeholder, $"{description}{list} (default {standard}).");
    }

    private static string Given(ArgumentResult result) => result.Tokens[^1].Value;

    private static string? Refuse(string name, string expected, ArgumentResult result)
    {
        result.AddError($"{name}: expected {expected}; found '{Given(result)}'.");
        return null;
    }
}

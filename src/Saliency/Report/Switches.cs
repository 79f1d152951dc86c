using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Options;

namespace PureSaliency.Saliency.Report;

/// <summary>A switch as it stood for a result.</summary>
/// <param name="Name">Name of the command line's option, without dashes.</param>
/// <param name="Value">Its value.</param>
/// <param name="Standard">Whether this is the default.</param>
/// <param name="Used">Whether the method looks at it.</param>
public sealed record Switch(string Name, string Value, bool Standard, bool Used);

/// <summary>The switches of a result in reading order.</summary>
public static class Switches
{
    /// <summary>Every switch with its value.</summary>
    public static IReadOnlyList<Switch> Of(ExplainOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string name = SwitchNames.Method(options);
        var method = SaliencyMethods.For(options.Method).Info;
        return
        [
            new("method", name, name == SwitchNames.Method(new()), true),
            .. ExplainOption.All.Select(option => Make(option, option.Written(options), method, options)),
        ];
    }

    /// <summary>The switches the method looked at, in one line.</summary>
    public static string Line(ExplainOptions options) =>
        string.Join(" · ", Of(options).Where(s => s.Used).Select(s => s.Name == "method" ? s.Value : $"{s.Name} {s.Value}"));

    /// <summary>The method and the switches that it looked at and that are not as they are by default, in one line.</summary>
    public static string Changed(ExplainOptions options) =>
        string.Join(" · ", Of(options).Where(s => s.Name == "method" || (s.Used && !s.Standard)).Select(s => s.Name == "method" ? s.Value : $"{s.Name} {s.Value}"));

    private static Switch Make(OptionInfo option, string value, MethodInfo method, ExplainOptions options) =>
        new(option.Name, value, value == option.Standard, option.Scope switch
        {
            OptionScope.Decoding => options.Decode,
            OptionScope.DecodedRows => options.ReadsHead,
            OptionScope.Value => method.UsesValue,
            OptionScope.Rows => method.ReadsRows,
            OptionScope.Layer => !method.IsAboutText,
            OptionScope.Text => method.TakesWordsAway,
            OptionScope.Method => method.Options.Any(own => own.Name == option.Name),
            _ => true,
        });
}

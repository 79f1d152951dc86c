using System.CommandLine;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Options;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>One option per switch, as methods and explanations declare them; what is not given keeps its default.</summary>
internal sealed class ExplainSwitches
{
    private const string List = "list";

    private readonly Option<string?> _method = Switch.Checked(
        "--method", "NAME",
        $"How the scores are made: {string.Join(", ", SaliencyMethods.All.Select(method => method.Info.Name))}, or list, which says what they are and cost. " +
        $"With decoded- before its name, a method's scores pass through the language-model head (default {SwitchNames.Methods[0]}).",
        "one of " + string.Join(", ", SwitchNames.Methods), name => name == List || SwitchNames.TryParseMethod(name, out _, out _));

    private readonly Option<string?> _aggregation = Short();
    private readonly (OptionInfo Info, Option<string?> Switch)[] _options = [.. ExplainOption.All.Select(info => (info, Switch.Of(info)))];

    /// <summary>The most wanted first.</summary>
    public IEnumerable<Option> All
    {
        get
        {
            OptionInfo[] first = [ExplainOption.Layer, ExplainOption.Target, ExplainOption.Tau, ExplainOption.Top];
            return [_method, .. first.Select(Given), _aggregation, .. ExplainOption.All.Except(first).Select(Given)];
        }
    }

    public ExplainOptions Read(ParseResult given)
    {
        var (method, decode) = ReadMethod(given);
        var options = new ExplainOptions { Method = method, Decode = decode };
        foreach (var (info, option) in _options)
            if (given.GetValue(option) is { } text)
                options = info.Parsed(options, text)!;
        return options;
    }

    private Option<string?> Given(OptionInfo info) => _options.First(option => option.Info == info).Switch;

    /// <summary>Whether the methods are to be listed, and nothing explained.</summary>
    public bool WantsList(ParseResult given) => given.GetValue(_method) == List;

    private (string, bool) ReadMethod(ParseResult given)
    {
        var standard = new ExplainOptions();
        string? named = given.GetValue(_method);
        if (given.GetValue(_aggregation) is not { } aggregation)
            return SwitchNames.TryParseMethod(named, out string method, out bool decode) ? (method, decode) : (standard.Method, standard.Decode);
        if (named is not null)
            throw new InputException("--aggregation NAME is short for --method decoded-NAME: give one of the two.");
        return (aggregation, true);
    }

    private static Option<string?> Short()
    {
        string names = string.Join(", ", SaliencyMethods.All.Select(method => method.Info.Name));
        return Switch.Checked("--aggregation", "NAME", $"Short for --method decoded-NAME, NAME one of: {names} (default {SaliencyMethods.All[0].Info.Name}).",
            "one of " + names, name => SaliencyMethods.Find(name) is not null);
    }
}

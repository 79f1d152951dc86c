using System.CommandLine;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Options;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>One option per switch, as methods and explanations declare them; what is not given keeps its default.</summary>
internal sealed class ExplainSwitches
{
    private readonly Option<(string Method, bool Decode)?> _method = Switch.Parsed(
        "--method", "NAME",
        $"How the scores are made: {string.Join(", ", SwitchNames.Methods)} (default {SwitchNames.Methods[0]}). " +
        "A decoded- method passes them through the language-model head.",
        "one of " + string.Join(", ", SwitchNames.Methods),
        (string name, out (string, bool) value) =>
        {
            bool known = SwitchNames.TryParseMethod(name, out string method, out bool decode);
            value = (method, decode);
            return known;
        });

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

    private (string, bool) ReadMethod(ParseResult given)
    {
        var standard = new ExplainOptions();
        if (given.GetValue(_aggregation) is not { } aggregation)
            return given.GetValue(_method) ?? (standard.Method, standard.Decode);
        if (given.GetValue(_method) is not null)
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

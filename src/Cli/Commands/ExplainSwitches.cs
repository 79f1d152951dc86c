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
    private const char Between = ',';

    private readonly Option<string?> _method = Switch.Text("--method", "NAME",
        $"How the scores are made: {string.Join(", ", SaliencyMethods.All.Select(method => method.Info.Name))}, or list, which says what they are and cost. "
        + "With decoded- before its name, a method's scores pass through the language-model head. Several, with commas between, are compared "
        + $"(default {SwitchNames.Method(new())}).");

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

    /// <summary>Options for each method, of which there is one or more.</summary>
    public ExplainOptions[] Read(ParseResult given) => [.. ReadMethods(given).Select(options =>
    {
        foreach (var (info, option) in _options)
            if (given.GetValue(option) is { } text)
                options = info.Parsed(options, text)!;
        return options;
    })];

    private Option<string?> Given(OptionInfo info) => _options.First(option => option.Info == info).Switch;

    /// <summary>Whether the methods are to be listed, and nothing explained.</summary>
    public bool WantsList(ParseResult given) => given.GetValue(_method) == List;

    private ExplainOptions[] ReadMethods(ParseResult given)
    {
        string? named = given.GetValue(_method);
        if (given.GetValue(_aggregation) is { } aggregation)
            return named is null ? [new() { Method = aggregation, Decode = true }]
                : throw new InputException("--aggregation NAME is short for --method decoded-NAME: give one of the two.");
        if (named is null)
            return [new()];
        string[] names = named.Split(Between, StringSplitOptions.TrimEntries);
        if (names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { Key: var twice })
            throw new InputException($"--method: expected each name once; found '{twice}' twice.");
        return [.. names.Select(name => SwitchNames.TryParseMethod(name, out string method, out bool decode)
            ? new ExplainOptions { Method = method, Decode = decode }
            : throw new InputException($"--method: expected one of {string.Join(", ", SwitchNames.Methods)}; found '{name}'."))];
    }

    private static Option<string?> Short()
    {
        string names = string.Join(", ", SaliencyMethods.All.Select(method => method.Info.Name));
        return Switch.Checked("--aggregation", "NAME", $"Short for --method decoded-NAME, NAME one of: {names}.",
            "one of " + names, name => SaliencyMethods.Find(name) is not null);
    }
}

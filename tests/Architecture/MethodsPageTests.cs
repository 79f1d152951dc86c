using System.Text.RegularExpressions;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Options;
using PureSaliency.Tests.Cli;

namespace PureSaliency.Tests.Architecture;

/// <summary>docs/methods.md says of every method and every shared option what the code says.</summary>
public sealed partial class MethodsPageTests
{
    private static readonly string Text = File.ReadAllText(Repository.Path("docs", "methods.md"));

    private static readonly string[] Parts = Regex.Split(Text, "^## ", RegexOptions.Multiline);

    private static readonly string[] Sections = [.. Regex.Split(Parts.Single(part => part.StartsWith("The methods\n", StringComparison.Ordinal)), "^### ", RegexOptions.Multiline).Skip(1)];

    public static TheoryData<string> Names => [.. SaliencyMethods.All.Select(method => method.Info.Name)];

    [Fact]
    public void Every_method_has_a_section_in_the_order_of_the_list() =>
        Assert.Equal(SaliencyMethods.All.Select(method => method.Info.Name), Sections.Select(section => section[..section.IndexOf('\n')]));

    [Theory, MemberData(nameof(Names))]
    public void A_section_has_formula_cost_source_advice_options_and_an_example(string name)
    {
        var method = SaliencyMethods.For(name);
        string section = Section(name), flat = section.ReplaceLineEndings(" ");
        Assert.Matches(@"^[\w-]+\n\n    \S.*=.*\n\n", section);
        Assert.Contains($"Sees: {Sees(method)}. Cost: {method.Info.Cost}. Source: {method.Info.Source}.", flat);
        Assert.Matches(@"\n- \*\*Take it\*\* [\s\S]+\n- \*\*Not\*\* ", section);
        Assert.Equal(
            method.Info.Options.Count == 0 ? ["none of its own."] : method.Info.Options.Select(option => $"`--{option.Name}` {Values(option)}."),
            Regex.Split(Line().Match(section).Groups[1].Value, @"(?<=\.) "));
        Assert.Contains($" --method {name}", Assert.Single(Commands(section)));
    }

    [Fact]
    public void Every_shared_option_has_a_row_with_its_values_the_default_first()
    {
        string table = Parts.Single(part => part.StartsWith("Options that methods share\n", StringComparison.Ordinal));
        Assert.Equal(
            ExplainOption.All.Where(option => option.Scope != OptionScope.Method).Select(option => (option.Name, Values(option))),
            Row().Matches(table).Select(row => (row.Groups[1].Value, row.Groups[2].Value)));
    }

    [Fact]
    public void Every_command_is_taken()
    {
        string[] commands = [.. Commands(Text)];
        Assert.True(commands.Length > Sections.Length, $"{commands.Length} commands.");
        foreach (string command in commands)
        {
            using var cli = new Harness();
            int code = cli.Run([.. Word().Matches(command).Skip(1).Select(word => word.Value.Trim('"'))]);
            Assert.True(code == 0, $"{command}: {cli.Error}");
            Assert.Single(cli.Asked);
        }
    }

    private static string Section(string name) => Sections.Single(section => section.StartsWith(name + "\n", StringComparison.Ordinal));

    private static IEnumerable<string> Commands(string text) => Command().Matches(text).Select(match => match.Value);

    private static string Sees(ISaliencyMethod method) => method switch
    {
        ILayerMethod => "a layer",
        IPassMethod => "a pass",
        IPathMethod => "a path",
        IEmbeddingMethod => "words",
        _ => "the text",
    };

    // Of choices all values; of numbers and names the default, and in the table what stands for them.
    private static string Values(OptionInfo option) => option.Placeholder == "N" && option.Scope == OptionScope.Method ? option.Standard
        : option.Name == ExplainOption.LayersMixed.Name ? "1, 3"
        : string.Join(", ", option.Placeholder.Split('|').Prepend(option.Standard).Distinct());

    [GeneratedRegex(@"\n- \*\*Options:\*\* (.+)\n")]
    private static partial Regex Line();

    [GeneratedRegex(@"^\| `--([\w-]+)` \| (.+?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^puresaliency .+$", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("\"[^\"]*\"|[^ ]+")]
    private static partial Regex Word();
}

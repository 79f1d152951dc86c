using System.CommandLine;
using System.CommandLine.Parsing;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>Words of a command line that mean nothing: what was probably meant.</summary>
internal static class Mistyped
{
    /// <summary>A sentence for each; none where every word has a meaning.</summary>
    public static IReadOnlyList<string> Sentences(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        Token[] free = [.. parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)];
        // An option that is not known is taken for the text, or for one more file.
        string[] options = [.. parsed.CommandResult.Children.Where(TakesAny).SelectMany(result => result.Tokens)
            .Where(token => free.Any(one => ReferenceEquals(one, token))).Select(token => token.Value)
            .Concat(parsed.UnmatchedTokens).Where(LooksLikeOption).Distinct()];
        if (options.Length > 0 && !(command is RootCommand && !LooksLikeOption(parsed.UnmatchedTokens[0])))
            return [.. options.Select(option => Option(parsed, command, option))];
        if (parsed.UnmatchedTokens.Count == 0)
            return [];
        string first = parsed.UnmatchedTokens[0];
        string[] commands = [.. command.Subcommands.Select(one => one.Name)];
        return command is RootCommand
            ? [$"There is no command {first.Quote()}{Meant(first, commands) switch { "" => $"; expected one of {string.Join(", ", commands)}.", var meant => meant }}"]
            : [$"{command.Name}: {first.Quote()} is one argument too many{(command.Arguments.Count > 0 ? "; a text of several words stands in quotes" : "")}."];
    }

    private static string Option(ParseResult parsed, Command command, string option)
    {
        string name = option.Split('=', ':')[0];
        string which = command is RootCommand ? "There is no option" : $"{command.Name} has no option";
        string meant = Meant(name, command.Options.Concat(parsed.RootCommandResult.Command.Options.Where(one => one.Recursive))
            .SelectMany(one => one.Aliases.Prepend(one.Name)));
        return $"{which} {name.Quote()}{(meant.Length > 0 ? meant : "; --help lists them.")}"
            + (command.Arguments.Count > 0 && meant.Length == 0 ? " What begins with dashes and is no option stands behind --." : "");
    }

    private static bool TakesAny(SymbolResult result) =>
        result is ArgumentResult or OptionResult { Option.AllowMultipleArgumentsPerToken: true };

    private static bool LooksLikeOption(string word) => word is ['-', '-', _, ..] or ['-', >= 'a' and <= 'z' or >= 'A' and <= 'Z']
        && !word.Any(char.IsWhiteSpace);

    private static string Meant(string word, IEnumerable<string> names)
    {
        var (name, distance) = names.Select(name => (Name: name, Distance: Distance(word, name))).DefaultIfEmpty((Name: "", Distance: int.MaxValue))
            .MinBy(one => one.Distance);
        int letters = word.Trim('-').Length;
        return distance <= (letters < 2 ? 0 : Math.Max(1, letters / 3)) ? $"; did you mean {name}?" : "";
    }

    /// <summary>Letters to insert, leave out, exchange, or swap with their neighbour (Damerau 1964).</summary>
    internal static int Distance(string a, string b)
    {
        var costs = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            for (int j = 0; j <= b.Length; j++)
            {
                costs[i, j] = i == 0 || j == 0 ? i + j
                    : Math.Min(Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1, costs[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
            }
        return costs[a.Length, b.Length];
    }
}

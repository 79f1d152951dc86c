using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace PureSaliency.Cli.Commands;

/// <summary>A command whose help ends with examples.</summary>
internal abstract class ExampleCommand(string name, string description, string examples, string? notes = null)
    : Command(name, description)
{
    /// <summary>What the options alone do not say; printed as it stands.</summary>
    public string? Notes { get; } = notes;

    public string Examples { get; } = examples;
}

/// <summary>The usual help, then the examples of the command.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    private const string OfTheProgram = """
        puresaliency explain "a warm, funny and gripping film that stays with you"
        puresaliency explain --help
        """;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        if (!Console.IsOutputRedirected)
            usual.MaxWidth = Math.Clamp(Console.WindowWidth, 60, 140);
        else
            usual.MaxWidth = 120;
        int code = usual.Invoke(parseResult);
        var command = parseResult.CommandResult.Command as ExampleCommand;
        var output = parseResult.InvocationConfiguration.Output;
        if (command?.Notes is { } notes)
            output.WriteLine(notes + "\n");
        output.WriteLine("Examples:\n  " + (command?.Examples ?? OfTheProgram).ReplaceLineEndings("\n  ") + "\n");
        return code;
    }
}

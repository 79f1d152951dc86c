using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace PureSaliency.Cli.Commands;

/// <summary>A command whose help ends with examples.</summary>
internal abstract class ExampleCommand(string name, string description, string examples) : Command(name, description)
{
    public string Examples { get; } = examples;
}

/// <summary>The usual help, then the examples of the command.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        if (!Console.IsOutputRedirected)
            usual.MaxWidth = Math.Clamp(Console.WindowWidth, 60, 140);
        else
            usual.MaxWidth = 120;
        int code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ExampleCommand command)
            parseResult.InvocationConfiguration.Output.WriteLine("Examples:\n  " + command.Examples.ReplaceLineEndings("\n  ") + "\n");
        return code;
    }
}

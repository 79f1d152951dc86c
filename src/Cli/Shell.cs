using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using PureSaliency.Cli.Commands;
using PureSaliency.Cli.Outputs;
using PureSaliency.Tensors;

namespace PureSaliency.Cli;

/// <summary>From arguments to an exit code; whatever goes wrong becomes one line.</summary>
internal sealed class Shell(Terminal terminal, LoadExplainer load, CancellationToken interrupt)
{
    public const int Fine = 0, OwnFailure = 1, BadInput = 2, Interrupted = 130, BrokenPipe = 141;

    public int Run(string[] args)
    {
        try
        {
            return Invoke(Root().Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration
            {
                EnablePosixBundling = false,
                ResponseFileTokenReplacer = null, // a text may begin with @
            }));
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (BrokenPipeException) // as with head: it has what it wanted
        {
            return BrokenPipe;
        }
        catch (InputException problem)
        {
            terminal.Complain(problem.Message);
            return BadInput;
        }
        catch (IOException problem) // a full disk, say
        {
            terminal.Complain($"A file or stream could not be read or written: {problem.Message.ReplaceLineEndings(" ")}");
            return BadInput;
        }
        catch (Exception problem) when (DeviceException.From(problem) is { } failure)
        {
            terminal.Complain(failure.Message);
            return failure.IsMissing ? BadInput : OwnFailure;
        }
#pragma warning disable CA1031 // the user gets a line, never a stack trace
        catch (Exception problem)
#pragma warning restore CA1031
        {
            terminal.Complain($"PureSaliency failed: {problem.Message.ReplaceLineEndings(" ")} ({problem.GetType().Name})");
            return OwnFailure;
        }
    }

    public RootCommand Root()
    {
        var root = new RootCommand("Explains which words a RoBERTa classifier decided on, and which words its layers stand for.")
        {
            new ExplainCommand(terminal, load, interrupt),
            new PredictCommand(terminal, load, interrupt),
            new InfoCommand(terminal),
            new VerifyCommand(terminal, interrupt),
            new TraceCommand(terminal, interrupt),
            new GradCheckCommand(terminal, interrupt),
            new BenchCommand(terminal, interrupt),
            new PretrainCommand(terminal, interrupt),
            new FinetuneCommand(terminal, interrupt),
            new EvaluateCommand(terminal, interrupt),
            new StudyCommand(terminal, interrupt),
            new LayersCommand(terminal, interrupt),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private int Invoke(ParseResult parsed)
    {
        bool help = parsed.Action is HelpWithExamples;
        var problems = Mistyped.Sentences(parsed) is { Count: > 0 } mistyped && !help ? mistyped
            : parsed.Action is ParseErrorAction ? [.. parsed.Errors.Select(problem => problem.Message)] : [];
        foreach (string problem in problems)
            terminal.Complain(problem);
        if (problems.Count > 0)
            return BadInput;
        using var writer = terminal.Writer();
        // Signals and failures are handled above; the library's own handling would print stack traces.
        return parsed.Invoke(new InvocationConfiguration
        {
            Output = writer,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }
}

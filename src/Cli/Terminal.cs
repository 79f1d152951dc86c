using System.Text;
using PureSaliency.Cli.Inputs;
using PureSaliency.Cli.Outputs;
using PureSaliency.Tensors;
using Spectre.Console;

namespace PureSaliency.Cli;

/// <summary>
/// What surrounds the process; tests put their own in its place. Whatever is written for people passes the gate here, so that
/// no command can forget it; only results for programs go around it.
/// </summary>
internal sealed record Terminal
{
    private const int LongestSentence = 2000, ItsEnd = 500;
    private readonly TextWriter _error = TextWriter.Null;
    private readonly TextWriter _messages = TextWriter.Null;

    /// <summary>Results are bytes in UTF-8, whatever the console's own encoding.</summary>
    public required Stream Output { private get; init; }

    /// <summary>For lines beside the results; hidden characters are escaped.</summary>
    public required TextWriter Error
    {
        get => _messages;
        init => (_error, _messages) = (value, new PrintableWriter(value, OnLines));
    }

    public Func<Stream> Input { get; init; } = () => Stream.Null;
    public bool Colours { get; init; }
    public bool OutputIsTerminal { get; init; }
    public bool ErrorIsTerminal { get; init; }
    public int Width { get; init; } = 78;

    /// <summary>Standard output for people; a sign stands for each hidden character.</summary>
    public TextWriter Writer() => new PrintableWriter(RawWriter(), Printable.Shown);

    /// <summary>Standard output as it is: for results that programs read, and for consoles, which write controls of their own.</summary>
    public TextWriter RawWriter() => new StreamWriter(Output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };

    /// <summary>A console on standard error.</summary>
    public IAnsiConsole ErrorScreen() => Screens.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_error) });

    public void Complain(string sentence) => Error.WriteLine("error: " + Sentence(sentence));

    public void Note(string sentence) => Error.WriteLine("note: " + Sentence(sentence));

    /// <summary>On one line and of a length that people read: what stands at the end says what to do.</summary>
    public static string Sentence(string sentence)
    {
        string line = Printable.InMessage(sentence);
        return line.Length <= LongestSentence ? line
            : Printable.Begin(line, LongestSentence - ItsEnd) + " … " + line[^ItsEnd..];
    }

    public static Terminal OfProcess()
    {
        bool terminal = !Console.IsOutputRedirected;
        bool plain = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } || Environment.GetEnvironmentVariable("TERM") == "dumb";
        if (OperatingSystem.IsWindows())
            Console.OutputEncoding = Encoding.UTF8;
        return new()
        {
            Output = StandardOutput.Open(),
            Error = new StreamWriter(StandardError.Open(), new UTF8Encoding(false)) { AutoFlush = true },
            Input = StandardInput.Open,
            OutputIsTerminal = terminal,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Colours = terminal && !plain,
            Width = terminal && Console.WindowWidth is > 0 and var width ? Math.Clamp(width - 1, 40, 110) : 78,
        };
    }

    private static string OnLines(string text) => string.Join('\n', text.Split('\n').Select(Printable.InMessage));
}

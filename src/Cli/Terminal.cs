using System.Text;
using PureSaliency.Cli.Inputs;
using PureSaliency.Cli.Outputs;

namespace PureSaliency.Cli;

/// <summary>What surrounds the process; tests put their own in its place.</summary>
internal sealed record Terminal
{
    /// <summary>Results are bytes in UTF-8, whatever the console's own encoding.</summary>
    public required Stream Output { get; init; }
    public required TextWriter Error { get; init; }
    public Func<Stream> Input { get; init; } = () => Stream.Null;
    public bool Colours { get; init; }
    public bool OutputIsTerminal { get; init; }
    public bool ErrorIsTerminal { get; init; }
    public int Width { get; init; } = 78;

    public TextWriter Writer() => new StreamWriter(Output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };

    public void Complain(string sentence) => Error.WriteLine("error: " + sentence);

    public void Note(string sentence) => Error.WriteLine("note: " + sentence);

    public static Terminal OfProcess()
    {
        bool terminal = !Console.IsOutputRedirected;
        bool plain = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } || Environment.GetEnvironmentVariable("TERM") == "dumb";
        if (OperatingSystem.IsWindows())
            Console.OutputEncoding = Encoding.UTF8;
        return new()
        {
            Output = StandardOutput.Open(),
            Error = Console.Error,
            Input = StandardInput.Open,
            OutputIsTerminal = terminal,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Colours = terminal && !plain,
            Width = terminal && Console.WindowWidth is > 0 and var width ? Math.Clamp(width - 1, 40, 110) : 78,
        };
    }
}

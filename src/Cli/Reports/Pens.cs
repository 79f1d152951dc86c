using PureSaliency.Cli.Outputs;
using PureSaliency.Tensors;
using Spectre.Console;

namespace PureSaliency.Cli.Reports;

/// <summary>What a stretch of text is written with.</summary>
internal enum Ink
{
    Normal,
    Strong,
    Soft,
    For,
    Against,
}

/// <summary>How a report gets onto the screen or into a file; nothing hidden gets past a pen.</summary>
internal interface IPen
{
    /// <summary>Whether <see cref="Highlight"/> shows; if not, marks are written under the line.</summary>
    bool Colours { get; }
    void Write(string text, Ink ink = Ink.Normal);
    /// <summary>Text on a ground coloured by a share of the peak, −1…1.</summary>
    void Highlight(string text, double share);
}

internal sealed class PlainPen(TextWriter writer) : IPen
{
    public bool Colours => false;
    public void Write(string text, Ink ink = Ink.Normal) => writer.Write(Printable.Shown(text));
    public void Highlight(string text, double share) => writer.Write(Printable.Shown(text));
}

/// <summary>Only Spectre's styled writing is used: its layouts cost more to start than the explanation to compute.</summary>
internal sealed class ColourPen(TextWriter writer) : IPen
{
    private readonly IAnsiConsole _console = Screens.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        Out = new AnsiConsoleOutput(writer),
    });

    // Terminals do not tell their ground; some set this variable, and dark is the common case.
    private readonly bool _light = Environment.GetEnvironmentVariable("COLORFGBG") is { } ground
        && (ground.EndsWith(";15", StringComparison.Ordinal) || ground.EndsWith(";7", StringComparison.Ordinal));

    public bool Colours => true;

    public void Write(string text, Ink ink = Ink.Normal) => _console.Write(text, ink switch
    {
        Ink.Strong => new Style(decoration: Decoration.Bold),
        Ink.Soft => new Style(Color.Grey),
        Ink.For => new Style(new Color(224, 122, 20)),
        Ink.Against => new Style(new Color(70, 140, 210)),
        _ => Style.Plain,
    });

    public void Highlight(string text, double share)
    {
        double strength = Math.Abs(share);
        if (strength < 0.05)
        {
            Write(text);
            return;
        }
        var (ground, full) = _light
            ? (new Color(255, 255, 255), share > 0 ? new Color(245, 154, 60) : new Color(99, 169, 224))
            : (new Color(28, 29, 32), share > 0 ? new Color(190, 98, 10) : new Color(43, 111, 176));
        _console.Write(text, new Style(_light ? Color.Black : Color.White, ground.Blend(full, (float)strength)));
    }
}

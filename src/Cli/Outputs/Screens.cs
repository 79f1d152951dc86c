using PureSaliency.Tensors;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PureSaliency.Cli.Outputs;

/// <summary>Spectre's consoles: its own controls pass, those of the texts that it is given do not.</summary>
internal static class Screens
{
    public static IAnsiConsole Create(AnsiConsoleSettings settings)
    {
        var console = AnsiConsole.Create(settings);
        console.Pipeline.Attach(new Gate());
        return console;
    }

    private sealed class Gate : IRenderHook
    {
        public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
            renderables.Select(renderable => new Shown(renderable));
    }

    private sealed class Shown(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth).Select(segment =>
            segment.IsControlCode || segment.IsLineBreak ? segment : new Segment(Printable.Shown(segment.Text), segment.Style));
    }
}

using PureSaliency.Cli.Outputs;
using PureSaliency.Saliency.Benchmarks;
using PureSaliency.Tensors;
using Spectre.Console;

namespace PureSaliency.Cli.Reports;

/// <summary>Tables: the passes, the operations of the gradient, and on an accelerator the kernels.</summary>
internal sealed class BenchReport
{
    private readonly IAnsiConsole _console;

    public BenchReport(TextWriter writer, Terminal terminal)
    {
        _console = Screens.Create(new AnsiConsoleSettings
        {
            Ansi = terminal.Colours ? AnsiSupport.Yes : AnsiSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        _console.Profile.Width = terminal.Width;
        _console.Profile.Capabilities.Unicode = true;
    }

    public void Write(BenchmarkResult result)
    {
        _console.WriteLine($"{Printable.Name(result.Model)}, {Counted(result.Batch, "text")} of {result.Tokens} tokens, {result.Device}");
        if (result.PeakGflops is { } peak)
            _console.WriteLine($"peak of the multipliers {peak:0} GFLOP/s, measured");
        WritePasses(result);
        var operations = Columns("operation", "steps", "forward, ms", "backward, ms", "share", "GFLOP/s");
        foreach (var op in result.Operations)
            operations.AddRow(op.Name, $"{op.Steps}", $"{op.Forward:0.000}", $"{op.Backward:0.000}", $"{op.Share:0.0 %}", Number(op.Gflops));
        _console.Write(operations);
        foreach (var figures in result.Kernels)
            Write(figures);
    }

    private void WritePasses(BenchmarkResult result)
    {
        bool peak = result.PeakGflops is not null;
        var passes = Columns("pass", ["ms", "tokens/s", "GFLOP/s", .. peak ? (string[])["of peak"] : []]);
        foreach (var pass in result.Passes)
        {
            string[] cells = [pass.Name, $"{pass.Milliseconds:0.00}", $"{pass.TokensPerSecond:0}", Number(pass.Gflops), $"{pass.PeakShare:0 %}"];
            passes.AddRow(peak ? cells : cells[..^1]);
        }
        _console.Write(passes);
    }

    private void Write(KernelFigures figures)
    {
        var kernels = Columns($"kernel of {figures.Pass}", "launches", "ms");
        foreach (var kernel in figures.Kernels)
            kernels.AddRow(kernel.Name, $"{kernel.Launches}", $"{kernel.Milliseconds:0.000}");
        _console.Write(kernels);
        _console.WriteLine($"{figures.Pass} copies {figures.BytesUp:#,0} bytes up and {figures.BytesDown:#,0} bytes down per text");
    }

    private static Table Columns(string first, params string[] others)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(first);
        foreach (string name in others) table.AddColumn(name, column => column.RightAligned());
        return table;
    }

    private static string Number(double? value) => $"{value:0.0}";

    private static string Counted(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}

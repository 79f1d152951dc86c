using System.CommandLine;
using System.Globalization;
using PureSaliency.Cli.Reports;
using PureSaliency.Saliency.Benchmarks;

namespace PureSaliency.Cli.Commands;

/// <summary>How fast is the user's model on the user's machine, and where does the time go?</summary>
internal sealed class BenchCommand : ExampleCommand
{
    private enum Form
    {
        Console,
        Json,
    }

    private static readonly BenchmarkOptions Standard = new();
    private readonly Terminal _terminal;
    private readonly CancellationToken _interrupt;

    private readonly Option<string?> _model = Switch.Text("--model", "DIR", "Classifier: a folder or a short name (default sst2).");
    private readonly Option<int?> _threads = Switch.Number("--threads", "Threads of the CPU (default all cores).", 1);
    private readonly DeviceSwitch _device = new();
    private readonly Option<int?> _length = Switch.Number("--length", $"Tokens of a text (default {Standard.Tokens}).", 3);
    private readonly Option<int?> _batch = Switch.Number("--batch", $"Texts per pass (default {Standard.Batch}).", 1);
    private readonly Option<Form?> _format = Switch.Choice<Form>("--format", "Form of the result");

    private readonly Option<double?> _seconds = Switch.Parsed<double>("--seconds", "S",
        $"Time for each figure, after a warm-up (default {Standard.Seconds}).", "a number of seconds above 0, at most 3600", TryParseSeconds);

    public BenchCommand(Terminal terminal, CancellationToken interrupt) : base(
        "bench", "Measures a model on this machine: tokens per second, share of the processor's peak, time per operation; on a graphics card time per kernel.",
        """
        puresaliency bench
        puresaliency bench --model ag-news --length 128 --batch 8 --seconds 0.5 --format json
        puresaliency bench --device auto
        """)
    {
        (_terminal, _interrupt) = (terminal, interrupt);
        foreach (Option option in (Option[])[_model, _device.Option, _device.Precision, _threads, _length, _batch, _seconds, _format]) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult given)
    {
        var result = Benchmark.Run(new()
        {
            Model = given.GetValue(_model),
            Device = _device.Read(given, _terminal, given.GetValue(_threads) ?? 0),
            Tokens = given.GetValue(_length) ?? Standard.Tokens,
            Batch = given.GetValue(_batch) ?? Standard.Batch,
            Seconds = given.GetValue(_seconds) ?? Standard.Seconds,
        }, _interrupt);
        bool json = given.GetValue(_format) == Form.Json;
        using var writer = json ? _terminal.Writer() : _terminal.RawWriter();
        if (json) writer.WriteLine(result.ToJson());
        else new BenchReport(writer, _terminal).Write(result);
        return Shell.Fine;
    }

    private static bool TryParseSeconds(string text, out double seconds) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out seconds) && seconds is > 0 and <= 3600;
}

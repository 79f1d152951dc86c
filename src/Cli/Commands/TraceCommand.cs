using System.CommandLine;
using PureSaliency.Cli.Outputs;
using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Parity;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>Writes every tensor of a pass, for comparison with another implementation.</summary>
internal sealed class TraceCommand : ExampleCommand
{
    private readonly Terminal _terminal;
    private readonly CancellationToken _interrupt;

    private readonly Argument<string?> _text = new("TEXT")
    {
        Description = "The text to trace; its case is named text.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _ids = Switch.Text("--ids", "FILE",
        "Safetensors file with CASE.input_ids and perhaps CASE.attention_mask, CASE.target, CASE.labels, in place of a text.");
    private readonly Option<string?> _case = Switch.Text("--case", "NAME", "Case of --ids (default all of them).");
    private readonly Option<string?> _model = Switch.Text("--model", "DIR", "Classifier: a folder or a short name (default sst2).");
    private readonly Option<string?> _lm = Switch.Text("--lm", "DIR|FILE",
        "Language model for lens.l and lm.logits (default the one beside the classifier).");
    private readonly Option<bool> _parameters = new("--param-grads") { Description = "Write the loss's gradient for every parameter." };
    private readonly Option<int?> _steps = Switch.Number("--steps", "Steps of integrated gradients; 0 leaves them out (default 64).", 0);
    private readonly DeviceSwitch _device = new();
    private readonly Option<Precision?> _dtype = Switch.Choice<Precision>("--dtype", "Number type of computation and file");
    private readonly Option<string?> _output = Switch.Text("--output", "FILE.safetensors", "Where the tensors are written.");

    public TraceCommand(Terminal terminal, CancellationToken interrupt) : base(
        "trace", "Writes hidden states, attention, their gradients, saliency and decoded layers of a pass as safetensors. "
        + "Padding positions hold zeros.",
        """
        puresaliency trace "a gripping film" --output trace.safetensors
        puresaliency trace --ids golden.safetensors --case batch --model tests/golden/tiny --param-grads --output batch.safetensors
        puresaliency trace "a gripping film" --device auto --output trace.safetensors
        """)
    {
        (_terminal, _interrupt) = (terminal, interrupt);
        Add(_text);
        foreach (Option option in (Option[])[_ids, _case, _model, _lm, _parameters, _steps, _device.Option, _dtype, _output]) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult given)
    {
        string? text = given.GetValue(_text), ids = given.GetValue(_ids);
        if ((text is null) == (ids is null))
            throw new InputException("trace expects either a TEXT or --ids FILE; --help shows examples.");
        if (given.GetValue(_case) is not null && ids is null) throw new InputException("--case names a case of --ids, and there is no --ids.");
        if (text is not null && string.IsNullOrWhiteSpace(text)) throw new InputException("The text is empty.");
        string output = Writable(given);
        var folder = ModelFolder.Open(ModelFolders.Find(given.GetValue(_model)));
        string? language = Language(given.GetValue(_lm), folder);
        var cases = text is not null ? [TraceCase.Of("text", folder.LoadTokenizer().Encode(text).Ids)] : Cases(ids!, given.GetValue(_case));
        int count = TraceFile.Write(folder.Location, language, cases,
            new TraceOptions(given.GetValue(_parameters), given.GetValue(_steps) ?? 64), given.GetValue(_dtype) ?? Precision.Float32,
            output, _device.Read(given, _terminal), _interrupt);
        using var writer = _terminal.Writer();
        writer.WriteLine($"{count} tensors of {string.Join(", ", cases.Select(traced => traced.Name))} written to {given.GetValue(_output)}");
        return Shell.Fine;
    }

    private string? Language(string? named, ModelFolder folder)
    {
        var settings = folder.LoadSettings();
        if (named is not null) return ModelFolders.LanguageModel(named, folder.Location, folder.Config, settings);
        var found = ModelFolders.SearchLanguageModel(folder.Location, folder.Config, settings);
        if (settings.LanguageModel is not null && found.Missing is { } missing)
            _terminal.Note($"lens.l and lm.logits are left out: {missing}; --lm names a language model.");
        return found.Path;
    }

    // Told before minutes of work; the writer itself makes sure that the file appears whole.
    private string Writable(ParseResult given)
    {
        if (given.GetValue(_output) is not { Length: > 0 } output) throw new InputException("trace needs --output FILE.safetensors.");
        var place = OutputPlace.Of(output, Guarded.Of(given.GetValue(_ids), given.GetValue(_model), given.GetValue(_lm)));
        if (place?.File is null) throw new InputException($"--output {output}: expected a file, found a device or pipe.");
        place.CheckPartial();
        return place.File;
    }

    private static TraceCase[] Cases(string path, string? name)
    {
        using var file = SafetensorsFile.Open(path);
        var names = name is null ? TraceCase.NamesIn(file) : [name];
        if (names.Count == 0) throw new InputException($"'{path}' has no tensor NAME.input_ids; expected one for each case.");
        return [.. names.Select(n => TraceCase.Read(file, n))];
    }
}

using System.CommandLine;
using PureSaliency.Cli.Inputs;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>How good is a model on texts that it has not seen?</summary>
internal sealed class EvaluateCommand : ExampleCommand
{
    private readonly Terminal _terminal;
    private readonly CancellationToken _interrupt;
    private readonly Option<string?> _model = Switch.Text("--model", "DIR", "Classifier or language model: a folder or a short name (default sst2).");

    private readonly Option<string> _data = new("--data")
    {
        HelpName = "FILE",
        Description = "Labelled texts for a classifier (.csv, .tsv, .jsonl), text for a language model (.txt too).",
        Required = true,
    };

    private readonly Option<string?> _column = Switch.Text("--column", "NAME", "Column or field of the text (default text).");
    private readonly Option<string?> _label = Switch.Text("--label-column", "NAME", "Column or field of the class (default label).");
    private readonly Option<int?> _length = Switch.Number("--length", "Tokens of a block for a language model (default 128).", 8);
    private readonly Option<int?> _threads = Switch.Number("--threads", "Threads of the CPU (default all cores).", 1);
    private readonly DeviceSwitch _device = new();

    public EvaluateCommand(Terminal terminal, CancellationToken interrupt) : base(
        "evaluate", "Measures a classifier on labelled texts (accuracy, macro-F1, loss), or a language model at masked places (loss in nats, accuracy).",
        """
        puresaliency evaluate --data dev.tsv
        puresaliency evaluate --model my-classifier --data test.csv --column review --label-column stars
        puresaliency evaluate --model roberta-mini --data unseen.txt
        """)
    {
        (_terminal, _interrupt) = (terminal, interrupt);
        foreach (Option option in (Option[])[_data, _model, _column, _label, _length, _threads, _device.Option, _device.Precision]) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult given)
    {
        string folder = ModelFolders.Find(given.GetValue(_model)), path = given.GetValue(_data)!, text = given.GetValue(_column) ?? "text";
        var tokenizer = Tokenizer.Load(folder);
        using var device = _device.Read(given, _terminal, given.GetValue(_threads) ?? 0).Open<float>();
        bool guesses = ModelConfig.Load(folder).Architectures.Contains("RobertaForMaskedLM");
        var evaluation = guesses
            ? LanguageModel(folder, tokenizer, device, new("--data", path, text) { Note = _terminal.Note, Interrupt = _interrupt }, given.GetValue(_length) ?? 128)
            : Classifier(folder, tokenizer, device, path, text, given.GetValue(_label) ?? "label");
        using var writer = _terminal.Writer();
        foreach (var (name, value) in evaluation.Measures) writer.WriteLine(FormattableString.Invariant($"{name,-12} {value:0.####}"));
        return Shell.Fine;
    }

    private Evaluation Classifier(string folder, Tokenizer tokenizer, Device<float> device, string path, string text, string label)
    {
        using var model = SequenceClassifier<float>.Load(folder);
        var texts = Measurement.Encode(LabelledInput.Read("--data", path, text, label, _terminal.Note, _interrupt), model, tokenizer, path);
        return Measurement.OfClassifier(model, device, texts, _interrupt);
    }

    private Evaluation LanguageModel(string folder, Tokenizer tokenizer, Device<float> device, InputPlace place, int length)
    {
        using var model = MaskedLanguageModel<float>.Load(folder, withEncoder: true);
        using var input = TextInput.Open(place, _terminal.Input);
        int[] ids = [.. input.Read().SelectMany(record => record.Text is { } text ? tokenizer.Encode(text).Ids[1..]
            : throw new InputException($"{record.Place}: {record.Problem}"))];
        return Measurement.OfLanguageModel(model, device, new Masking(tokenizer), new PackedText(ids, tokenizer, length, 1).InOrder(), _interrupt);
    }
}

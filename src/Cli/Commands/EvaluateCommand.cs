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
    private readonly Option<string?> _names = Switch.Text("--labels", "A,B,…", "What the data call the model's classes, in the model's order (default its own names).");
    private readonly Option<int?> _length = Switch.Number("--length", "Tokens of a block for a language model (default 128).", 8);
    private readonly Option<int?> _threads = Switch.Number("--threads", "Threads of the CPU (default all cores).", 1);
    private readonly DeviceSwitch _device = new();

    public EvaluateCommand(Terminal terminal, CancellationToken interrupt) : base(
        "evaluate", "Measures a classifier on labelled texts (accuracy, macro-F1, loss), or a language model at masked places (loss in nats, accuracy).",
        """
        puresaliency evaluate --data dev.tsv
        puresaliency evaluate --model my-classifier --data test.csv --column review --label-column stars
        puresaliency evaluate --model their-classifier --data test.csv --labels negative,neutral,positive
        puresaliency evaluate --model roberta-mini --data unseen.txt
        """,
        """
        Labels are the model's names (case and blanks do not count), or indices: 1, 1.0 or LABEL_1. How they were read is printed; what
        could mean two classes is refused. A model of one value is held against numbers (mean squared error, correlations), one whose
        labels do not exclude each other against arrays of names, of indices, or of 0 and 1 (F1 of each label).
        """)
    {
        (_terminal, _interrupt) = (terminal, interrupt);
        foreach (Option option in (Option[])[_data, _model, _column, _label, _names, _length, _threads, _device.Option, _device.Precision]) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult given)
    {
        string path = given.GetValue(_data)!, text = given.GetValue(_column) ?? "text";
        var folder = ModelFolder.Open(ModelFolders.Find(given.GetValue(_model)));
        var tokenizer = folder.LoadTokenizer();
        using var device = _device.Read(given, _terminal, given.GetValue(_threads) ?? 0).Open<float>();
        bool guesses = folder.ReadHead() == HeadKind.LanguageModel;
        if (guesses && given.GetValue(_names) is not null) throw new InputException($"--labels: '{folder.Location}' is a language model and has no classes.");
        var evaluation = guesses
            ? LanguageModel(folder, tokenizer, device, new("--data", path, text) { Note = _terminal.Note, Interrupt = _interrupt }, given.GetValue(_length) ?? 128)
            : Classifier(given, folder, tokenizer, device);
        int width = Math.Max(12, evaluation.Metrics.Keys.Max(name => name.Length));
        using var writer = _terminal.Writer();
        foreach (var (name, value) in evaluation.Metrics)
            writer.WriteLine(FormattableString.Invariant($"{name.PadRight(width)} {value:0.####}"));
        return Shell.Fine;
    }

    private Evaluation Classifier(ParseResult given, ModelFolder folder, Tokenizer tokenizer, Device<float> device)
    {
        string path = given.GetValue(_data)!;
        using var model = folder.LoadClassifier<float>();
        var texts = LabelledInput.Read("--data", path, given.GetValue(_column) ?? "text", given.GetValue(_label) ?? "label", _terminal.Note, _interrupt);
        try
        {
            var found = ClassifierEvaluation.Of(
                model, device, tokenizer, texts, path, given.GetValue(_names)?.Split(',', StringSplitOptions.TrimEntries), _interrupt);
            foreach (string note in found.Notes) _terminal.Note(note);
            using var writer = _terminal.Writer();
            writer.WriteLine($"labels       {found.Labels}");
            return found.Result;
        }
        catch (LabelsException problem)
        {
            throw new InputException($"{problem.Message} --labels A,B,… says what the data call the model's classes, in the model's order.", problem);
        }
    }

    private Evaluation LanguageModel(ModelFolder folder, Tokenizer tokenizer, Device<float> device, InputPlace place, int length)
    {
        using var model = folder.LoadLanguageModel<float>(withEncoder: true);
        using var input = TextInput.Open(place, _terminal.Input);
        int[] ids = [.. input.Read().SelectMany(record => record.Text is { } text ? tokenizer.Encode(text).Ids[1..]
            : throw new InputException($"{record.Place}: {record.Problem}"))];
        return ModelEvaluation.OfLanguageModel(model, device, new Masking(tokenizer), new PackedText(ids, tokenizer, length, 1).InOrder(), _interrupt);
    }
}

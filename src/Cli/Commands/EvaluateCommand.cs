using System.CommandLine;
using PureSaliency.Cli.Inputs;
using PureSaliency.Cli.Outputs;
using PureSaliency.Cli.Reports;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>How good is a model on texts that it has not seen?</summary>
internal sealed class EvaluateCommand : ExampleCommand
{
    private enum Form
    {
        Text,
        Json,
    }

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
    private readonly Option<int?> _errors = Switch.Number("--errors",
        "Errors of a classifier that are listed, those first that it is surest of; of numbers the largest residuals (default 0).", 0);
    private readonly Option<string?> _errorsOutput = Switch.Text(ErrorsFile.Option, "FILE", "Where all errors of a classifier are written: .csv or .jsonl.");
    private readonly Option<Form?> _format = Switch.Choice<Form>("--format", "Form of the result");
    private readonly Option<int?> _threads = Switch.Number("--threads", "Threads of the CPU (default all cores).", 1);
    private readonly DeviceSwitch _device = new();

    public EvaluateCommand(Terminal terminal, CancellationToken interrupt) : base(
        "evaluate", "Measures a classifier on labelled texts (accuracy, macro-F1, loss, which class it takes for which), or a language model at masked places (loss in nats, accuracy).",
        """
        puresaliency evaluate --data dev.tsv
        puresaliency evaluate --data dev.tsv --errors 10
        puresaliency evaluate --data dev.tsv --errors-output errors.csv --format json
        puresaliency evaluate --model my-classifier --data test.csv --column review --label-column stars
        puresaliency evaluate --model their-classifier --data test.csv --labels negative,neutral,positive
        puresaliency evaluate --model roberta-small --data unseen.txt
        """,
        """
        Labels are the model's names (case and blanks do not count), or indices: 1, 1.0 or LABEL_1. How they were read is printed; what
        could mean two classes is refused. A model of one value is held against numbers (mean squared error, correlations), one whose
        labels do not exclude each other against arrays of names, of indices, or of 0 and 1 (F1 of each label).
        """)
    {
        (_terminal, _interrupt) = (terminal, interrupt);
        foreach (Option option in (Option[])[_data, _model, _column, _label, _names, _length, _errors, _errorsOutput, _format, _threads, _device.Option, _device.Precision]) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult given)
    {
        string path = given.GetValue(_data)!, text = given.GetValue(_column) ?? "text";
        string? errors = given.GetValue(_errorsOutput);
        var written = errors is null ? (Format?)null : ErrorsFile.FormatOf(errors);
        var folder = ModelFolder.Open(ModelFolders.Find(given.GetValue(_model)));
        bool guesses = folder.ReadHead() == HeadKind.LanguageModel;
        if (guesses) RefuseWhatIsOfClasses(given, folder);
        using var sink = errors is null ? null
            : new Sink(errors, _terminal, guarded: Guarded.Of(path, given.GetValue(_model), null), interrupt: _interrupt, option: ErrorsFile.Option) { Holding = "what was written" };
        var tokenizer = folder.LoadTokenizer();
        using var device = _device.Read(given, _terminal, given.GetValue(_threads) ?? 0).Open<float>();
        string name = new DirectoryInfo(folder.Location).Name;
        if (guesses)
        {
            var place = new InputPlace("--data", path, text) { Note = _terminal.Note, Interrupt = _interrupt };
            var result = LanguageModel(folder, tokenizer, device, place, given.GetValue(_length) ?? 128);
            Write(given, EvaluationDocument.Of(path, name, result), null);
            return Shell.Fine;
        }
        var (found, outputs) = Classifier(given, folder, tokenizer, device);
        foreach (string note in found.Notes) _terminal.Note(note);
        var document = EvaluationDocument.Of(path, name, found.Result).With(outputs, found, given.GetValue(_errors));
        Write(given, document, found);
        if (sink is not null) ErrorsFile.Write(sink, written!.Value, document with { Errors = null }, found.Details.Errors);
        return Shell.Fine;
    }

    private void RefuseWhatIsOfClasses(ParseResult given, ModelFolder folder)
    {
        if (given.GetValue(_names) is not null) throw new InputException($"--labels: '{folder.Location}' is a language model and has no classes.");
        if (new Option[] { _errors, _errorsOutput }.FirstOrDefault(option => given.GetResult(option) is not null) is { } strange)
            throw new InputException($"{strange.Name}: '{folder.Location}' is a language model; errors are listed of classifiers.");
    }

    private void Write(ParseResult given, EvaluationDocument document, LabelledEvaluation? found)
    {
        if (given.GetValue(_format) == Form.Json)
        {
            using var json = _terminal.Writer();
            json.WriteLine(EvaluationJson.Write(document, indented: true));
            return;
        }
        using var writer = _terminal.Writer();
        if (found is not null) writer.WriteLine($"labels       {found.Labels}");
        int width = Math.Max(12, document.Metrics.Keys.Max(name => name.Length));
        foreach (var (name, value) in document.Metrics)
            writer.WriteLine(FormattableString.Invariant($"{name.PadRight(width)} {value:0.####}"));
        if (found is null) return;
        var report = new EvaluationReport(writer, _terminal.Width);
        report.Write(found.Details);
        if (given.GetValue(_errors) is > 0 and var most) report.WriteErrors(found.Details.Errors, most);
    }

    private (LabelledEvaluation Found, OutputKind Outputs) Classifier(ParseResult given, ModelFolder folder, Tokenizer tokenizer, Device<float> device)
    {
        string path = given.GetValue(_data)!;
        using var model = folder.LoadClassifier<float>();
        var texts = LabelledInput.Read("--data", path, given.GetValue(_column) ?? "text", given.GetValue(_label) ?? "label", _terminal.Note, _interrupt);
        try
        {
            return (ClassifierEvaluation.Of(
                model, device, tokenizer, texts, path, given.GetValue(_names)?.Split(',', StringSplitOptions.TrimEntries), _interrupt), model.Outputs);
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

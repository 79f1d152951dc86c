using System.CommandLine;
using PureSaliency.Cli.Inputs;
using PureSaliency.Cli.Reports;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Training;

namespace PureSaliency.Cli.Commands;

/// <summary>A classifier from a language model and labelled texts.</summary>
internal sealed class FinetuneCommand : ExampleCommand
{
    private static readonly TrainingOptions Standard = new("")
    {
        StandardWarmup = 100,
        Batches = new(32, HiddenDropout: 0.1),
        Run = new(500, 500, KeepBest: true),
    };

    private readonly Terminal _terminal;
    private readonly CancellationToken _interrupt;
    private readonly TrainingSwitches _training = new(Standard, "0.05 by the width of the model: 2e-4 for roberta-small, 6.5e-5 for roberta-base");
    private readonly Option<string?> _model = Switch.Text("--model", "DIR", "Pre-trained model: a folder or a short name (default roberta-small).");

    private readonly Option<string?> _from = Switch.Text("--from", "DIR",
        "Classifier that was fine-tuned from that model, to begin with: other texts first, or a second stage (default the model itself).");

    private readonly Option<string> _data = new("--data")
    {
        HelpName = "FILE",
        Description = "Labelled texts to learn from: .csv, .tsv or .jsonl.",
        Required = true,
    };

    private readonly Option<string?> _development = Switch.Text("--dev", "FILE", "Labelled texts to measure on (default a tenth of the data).");
    private readonly Option<string?> _column = Switch.Text("--column", "NAME", "Column or field of the text (default text).");
    private readonly Option<string?> _label = Switch.Text("--label-column", "NAME", "Column or field of the class (default label).");
    private readonly Option<string?> _names = Switch.Text("--labels", "A,B,…", "Names of the classes: the data's own in the order wanted, or one for each number (default the labels).");
    private readonly Option<double?> _passes = TrainingSwitches.Positive("--passes", "Passes over the texts (default 3).");
    private readonly Option<int?> _length = Switch.Number("--length", "Longest text in tokens; longer ones are cut (default 128).", 8);
    private readonly Option<bool> _freeze = new("--freeze-words") { Description = "Leave the word embeddings as they were pre-trained." };

    private readonly Option<double?> _readable = TrainingSwitches.Share("--readable",
        "Weight of a loss that keeps layers readable by the language model's head, for explain (default 0.2).");

    private readonly Option<double?> _smoothing = TrainingSwitches.Share("--smoothing",
        "What all classes share of the target, so that the model does not grow too sure (default 0).");

    public FinetuneCommand(Terminal terminal, CancellationToken interrupt) : base(
        "finetune", "Fine-tunes a pre-trained model on labelled texts and writes the classifier in Hugging Face's layout.",
        """
        puresaliency finetune --data reviews.csv --output my-classifier
        puresaliency finetune --model roberta-small --data train.tsv --dev dev.tsv --labels negative,positive --output sentiment
        puresaliency finetune --from sentiment --data short.tsv --labels negative,positive --passes 1 --rate 1e-4 --output second-stage
        puresaliency explain "a fine cast wasted" --model my-classifier
        """,
        """
        The data has a header with the columns text and label, or those named by --column and --label-column. The weights of the
        best evaluation are the result. A text has one label; numbers with decimals are refused as scores unless --labels names
        the classes. A split keeps classes of two or more texts in both parts where a fifth of the texts has room for them. Beside the model, --output holds
        training.jsonl, loss.png, README.md and training/, as with pretrain. A gentle rate, --readable and --freeze-words keep the layers readable for explain.
        """)
    {
        (_terminal, _interrupt) = (terminal, interrupt);
        foreach (Option option in (Option[])
            [_data, _development, _column, _label, _names, _model, _from, _passes, _length, _freeze, _readable, _smoothing, .. _training.All]) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult given)
    {
        string folder = ModelFolders.Find(given.GetValue(_model) ?? ModelFolders.DefaultLanguageModel), data = given.GetValue(_data)!;
        var options = _training.Read(given, _terminal);
        if (!_training.HasRate(given)) options = options with { Rate = FineTuning.RateFor(ModelConfig.Load(folder)) };
        options = options with { Read = [data, .. given.GetValue(_development) is { } dev ? (string[])[dev] : []] };
        string text = given.GetValue(_column) ?? "text", label = given.GetValue(_label) ?? "label";
        var model = new FineTuningOptions(
            folder, LabelledInput.Read("--data", data, text, label, _terminal.Note, _interrupt),
            given.GetValue(_development) is { } path ? LabelledInput.Read("--dev", path, text, label, _terminal.Note, _interrupt) : null)
        {
            Source = data,
            From = given.GetValue(_from) is { } from ? ModelFolders.Find(from) : null,
            Names = given.GetValue(_names)?.Split(',', StringSplitOptions.TrimEntries),
            Passes = given.GetValue(_passes) ?? 3,
            MaxTokens = given.GetValue(_length) ?? 128,
            FreezeWords = given.GetValue(_freeze),
            Readable = given.GetValue(_readable) ?? FineTuning.ReadableFor(folder),
            Smoothing = given.GetValue(_smoothing) ?? 0,
        };
        return TrainingReport.Around(options, _training.WatchEvery(given), _terminal, new("classifier", "accuracy", data),
            observer => FineTuning.Run(options, model, observer, _interrupt));
    }
}

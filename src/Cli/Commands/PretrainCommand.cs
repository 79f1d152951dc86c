using System.CommandLine;
using PureSaliency.Cli.Inputs;
using PureSaliency.Cli.Reports;
using PureSaliency.Roberta;
using PureSaliency.Roberta.Text;
using PureSaliency.Roberta.Training;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>A language model from nothing but text.</summary>
internal sealed class PretrainCommand : ExampleCommand
{
    private static readonly TrainingOptions Standard = new("") { Updates = 10_000, StandardWarmup = 500, Rate = 1e-3, Batches = new(16) };
    private readonly Terminal _terminal;
    private readonly CancellationToken _interrupt;
    private readonly TrainingSwitches _training = new(Standard);

    private readonly Option<string[]> _text = new("--text")
    {
        HelpName = "FILE",
        Description = "Text to learn from, a document a line: .txt, .jsonl, .csv, .tsv, or - for standard input.",
        AllowMultipleArgumentsPerToken = true,
        Required = true,
    };

    private readonly Option<string?> _column = Switch.Text("--column", "NAME", "Column or field of the text (default text).");
    private readonly Option<string?> _config = Switch.Text("--config", "tiny|mini|FILE", "Size of the model, or a config.json (default mini).");
    private readonly Option<string?> _tokenizer = Switch.Text("--tokenizer", "DIR", "Folder of the tokenizer (default roberta-small, 16,384 entries).");
    private readonly Option<int?> _updates = Switch.Number("--updates", $"Number of updates (default {Standard.Updates}).", 1);
    private readonly Option<int?> _length = Switch.Number("--length", "Tokens of a block (default 128).", 8);
    private readonly Option<double?> _heldOut = TrainingSwitches.Share("--held-out", "Share of documents kept for measuring (default 0.01).");

    public PretrainCommand(Terminal terminal, CancellationToken interrupt) : base(
        "pretrain", "Pre-trains a masked language model on text and writes it in Hugging Face's layout.",
        """
        puresaliency pretrain --text reviews.txt news.txt --output my-roberta
        puresaliency pretrain --text corpus.jsonl --config tiny --updates 2000 --batch 32 --output toy
        puresaliency pretrain --text reviews.txt news.txt --output my-roberta --resume
        """,
        """
        Beside the model, --output holds training.jsonl (loss, norm of gradients, rate of every tenth update, evaluations), loss.png,
        README.md (a card with data, steps, machine and figures) and training/ with the last checkpoint, which --resume needs and
        which may be deleted when the run is over. Interrupted with Ctrl-C, a run saves where it stands. A resumed run ends in the
        very bits of one that was not stopped, on any number of threads.
        """)
    {
        (_terminal, _interrupt) = (terminal, interrupt);
        foreach (Option option in (Option[])[_text, _column, _config, _tokenizer, _updates, _length, _heldOut, .. _training.All]) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult given)
    {
        string tokenizer = ModelFolders.Find(given.GetValue(_tokenizer) ?? ModelFolders.DefaultLanguageModel);
        var options = _training.Read(given, _terminal) with { Updates = given.GetValue(_updates) ?? Standard.Updates };
        string[] paths = given.GetValue(_text)!;
        string column = given.GetValue(_column) ?? "text";
        string config = given.GetValue(_config) ?? "mini";
        options = options with { Read = [.. paths.Where(path => path != TextInput.StandardInput), .. StandardConfig.Names.Contains(config) ? [] : (string[])[config]] };
        var model = new PretrainingOptions(
            StandardConfig.Read(config, Tokenizer.Load(tokenizer).VocabularySize), tokenizer,
            given.GetValue(_length) ?? 128, given.GetValue(_heldOut) ?? 0.01)
        {
            Texts = paths,
            Column = column,
        };
        if (!options.Resume)
            foreach (string path in paths.Where(path => path != TextInput.StandardInput)) Open(path, column).Dispose();
        return TrainingReport.Around(options, _training.WatchEvery(given), _terminal, new("masked language model", "loss", string.Join(", ", paths)),
            observer => Pretraining.Run(Documents(paths, column), options, model, observer, _interrupt));
    }

    private TextInput Open(string path, string column) => TextInput.Open(new("--text", path, column) { Interrupt = _interrupt }, _terminal.Input);

    private IEnumerable<string> Documents(string[] paths, string column)
    {
        foreach (string path in paths)
        {
            using var input = Open(path, column);
            foreach (var record in input.Read())
                yield return record.Text ?? throw new InputException($"{record.Place}: {record.Problem}");
        }
    }
}

using System.CommandLine;
using PureSaliency.Cli.Inputs;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Cli.Commands;

/// <summary>What the commands share that measure methods on many texts.</summary>
/// <param name="texts">What is said of the texts, before their forms.</param>
internal sealed class StudySwitches(string texts)
{
    private readonly DeviceSwitch _device = new();

    public Option<string?> Model { get; } = Switch.Text("--model", "DIR", "Classifier: a folder in Hugging Face's layout, or a short name found under weights/ (default sst2).");
    public Option<string?> LanguageModel { get; } = Switch.Text("--lm", "DIR", "Pre-trained language model whose head decodes layers (default the one beside the classifier).");
    public Option<string> Data { get; } = new("--data")
    {
        HelpName = "FILE|NAME",
        Description = $"{texts}: .csv, .tsv, .jsonl or .txt, or the name of a file under data/.",
        Required = true,
    };

    public Option<string?> Column { get; } = Switch.Text("--column", "NAME", "Column or field of the text (default text).");
    public Option<Replacement?> Removal { get; } = Switch.Choice<Replacement>("--removal", "What takes the place of hidden tokens");
    public Option<int?> Seed { get; } = Switch.Number("--seed", "Which draws (default 1).", 0);
    public Option<bool> Resume { get; } = new("--resume") { Description = "Goes on where a stopped run into the same folder ended." };
    public Option<int?> Threads { get; } = Switch.Number("--threads", "Threads of the CPU (default all cores).", 1);

    /// <summary>How it is computed, the last in a list of options.</summary>
    public IEnumerable<Option> OfComputing => [Model, LanguageModel, Threads, _device.Option, _device.Precision];

    /// <summary>The file of the texts.</summary>
    public string File(ParseResult given) => DataFiles.Find(given.GetValue(Data)!);

    /// <summary>The texts' file and columns; those wanted are read where they are there.</summary>
    public InputPlace Place(ParseResult given, Terminal terminal, CancellationToken interrupt, params string[] wanted) =>
        new("--data", File(given), given.GetValue(Column) ?? "text") { Wanted = wanted, Note = terminal.Note, Interrupt = interrupt };

    /// <summary>The model.</summary>
    public Explainer Load(ParseResult given, Terminal terminal) => Explainer.Load(given.GetValue(Model), new()
    {
        LanguageModel = given.GetValue(LanguageModel),
        Device = _device.Read(given, terminal, given.GetValue(Threads) ?? 0),
    });
}

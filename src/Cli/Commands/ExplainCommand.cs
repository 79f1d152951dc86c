using System.CommandLine;
using PureSaliency.Cli.Inputs;
using PureSaliency.Cli.Outputs;
using PureSaliency.Cli.Reports;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Options;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>Which words did the classifier decide on?</summary>
internal sealed class ExplainCommand : ExampleCommand
{
    private readonly Terminal _terminal;
    private readonly LoadExplainer _load;
    private readonly CancellationToken _interrupt;
    private readonly ExplainSwitches _switches = new();

    private readonly Argument<string?> _text = new("TEXT")
    {
        Description = "The text to explain, in quotes.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _input = Switch.Text("--input", "FILE",
        "Texts to explain: .txt (one per line), .jsonl, .csv or .tsv (with a header), or - for lines or JSONL from standard input.");
    private readonly Option<string?> _column = Switch.Text("--column", "NAME", "Field or column of the input that holds the text (default text).");
    private readonly Option<string[]> _keep = new("--keep")
    {
        HelpName = "NAME,…",
        Description = "Fields or columns of the input that go with each row of a result as csv, json or jsonl, such as id,label.",
    };

    private readonly Option<CorpusDetail?> _detail = Switch.Choice<CorpusDetail>("--detail",
        "What rows of json and jsonl hold: words with their scores, or tokens with theirs too");
    private readonly Option<string?> _model = Switch.Text("--model", "DIR",
        "Classifier: a folder in Hugging Face's layout, or a short name found under weights/ (default sst2).");
    private readonly Option<string?> _lm = Switch.Text("--lm", "DIR",
        "Pre-trained language model whose head decodes the layer (default the one beside the classifier).");
    private readonly Option<Format?> _format = Switch.Choice<Format>("--format", "What is written; taken from the ending of --output if not given");
    private readonly Option<string?> _output = Switch.Text("--output", "FILE", "Where it is written (default standard output).");
    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Goes on where a stopped run of the same command ended: keeps the whole rows of --output (jsonl) and explains the rest of --input.",
    };
    private readonly Option<bool> _evidence = new("--evidence")
    {
        Description = "Tries the explanation of TEXT: its gradient against finite differences, the sum that the method promises, float against double, "
            + "and the answer as words are hidden or shown in the map's order; exit code 1 if what must hold does not.",
    };
    private readonly Option<int?> _threads = Switch.Number("--threads", "Threads of the CPU (default all cores).", 1);
    private readonly DeviceSwitch _device = new();
    private readonly Option<Precision?> _dtype = Switch.Choice<Precision>("--dtype", "Number type of the computation");

    public ExplainCommand(Terminal terminal, LoadExplainer load, CancellationToken interrupt) : base(
        "explain", "Shows which words of a text the classifier decided on, and which words the layer stands for.",
        """
        puresaliency explain "a warm, funny and gripping film that stays with you"
        puresaliency explain "Oil prices fell on Monday." --model ag-news --target Business --layer all --format html --output oil.html
        puresaliency explain --input reviews.csv --column review --format jsonl --output reviews.jsonl
        puresaliency explain --input reviews.csv --column review --output reviews.jsonl --resume
        puresaliency explain --input reviews.csv --column review --keep id,stars --output explained.csv
        puresaliency explain "not bad at all" --method grad-x-input --rectify none
        puresaliency explain "not bad at all" --device auto
        puresaliency explain "not bad at all" --method lrp --rectify none --evidence
        puresaliency explain --method list
        tail -f log.txt | puresaliency explain --input - --format jsonl
        """)
    {
        (_terminal, _load, _interrupt) = (terminal, load, interrupt);
        Add(_text);
        foreach (Option option in (Option[])[_input, _column, _keep, _detail, _model, _lm, _format, _output, _resume, _evidence, .. _switches.All, _threads, _device.Option, _device.Precision, _dtype])
            Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult given)
    {
        if (_switches.WantsList(given))
        {
            MethodReport.Write(_terminal);
            return Shell.Fine;
        }
        string? text = given.GetValue(_text), path = given.GetValue(_input);
        if ((text is null) == (path is null))
            throw new InputException(text is null
                ? "There is nothing to explain: give a TEXT in quotes, or --input FILE; --help shows examples."
                : "There are a TEXT and an --input; give one of the two.");
        bool evidence = given.GetValue(_evidence);
        if (evidence && text is null) throw new InputException("--evidence is about one TEXT; there is an --input.");
        if (text is not null && new Option[] { _column, _keep, _detail }.FirstOrDefault(option => given.GetResult(option) is not null) is { } strange)
            throw new InputException($"{strange.Name} is about the rows of --input, and there is no --input.");
        var options = _switches.Read(given);
        string? output = given.GetValue(_output);
        var format = given.GetValue(_format) ?? Formats.ByEnding(output);
        bool resume = given.GetValue(_resume);
        if (resume)
            CheckResume(path, output, format);
        var place = Place(given, path ?? "", format);

        using var input = path is null ? null : TextInput.Open(place, _terminal.Input);
        using var sink = new Sink(output, _terminal, resume, Guarded.Of(given.GetValue(_input), given.GetValue(_model), given.GetValue(_lm)), _interrupt) { Advice = Advice(format, path) };
        using var explainer = _load(given.GetValue(_model), new LoadOptions
        {
            LanguageModel = given.GetValue(_lm),
            Device = _device.Read(given, _terminal, given.GetValue(_threads) ?? 0),
            Precision = given.GetValue(_dtype) ?? Precision.Float32,
        });
        Check(explainer, options);
        var corpus = input is null ? null : Corpus(explainer, options, place, given.GetValue(_detail) ?? CorpusDetail.Words);
        var results = Results.Create(format, corpus, sink);
        var run = new ExplainRun(explainer, options, results, sink, _terminal, _interrupt);
        return input is null ? run.One(text!, evidence) : run.Many(input, resume ? corpus : null);
    }

    private InputPlace Place(ParseResult given, string path, Format format)
    {
        string column = given.GetValue(_column) ?? "text";
        string[] keep = [.. (given.GetValue(_keep) ?? []).SelectMany(names => names.Split(',', StringSplitOptions.TrimEntries))];
        if (keep.GroupBy(name => name).FirstOrDefault(group => group.Key.Length == 0 || group.Key == column || group.Count() > 1) is { Key: var name })
            throw new InputException(name.Length == 0 ? "--keep: expected names, as in id,label; found an empty one."
                : name == column ? $"--keep {name}: this is the text, which each row has anyway." : $"--keep: expected each name once; found '{name}' twice.");
        if (keep.Length > 0 && format is Format.Text or Format.Html)
            throw new InputException($"--keep: expected --format csv, json or jsonl, whose rows have room for columns; found {SwitchNames.Of(format)}.");
        if (given.GetResult(_detail) is not null && format is not (Format.Json or Format.Jsonl))
            throw new InputException($"--detail: expected --format json or jsonl; found {SwitchNames.Of(format)}.");
        if (format == Format.Csv)
            CsvTable.CheckNames(keep);
        return new("--input", path, column) { Keep = keep, Note = _terminal.Note, Interrupt = _interrupt };
    }

    private static CorpusForm Corpus(ITextExplainer explainer, ExplainOptions options, InputPlace place, CorpusDetail detail) => new(() => new()
    {
        Input = Path.GetFileName(place.Path),
        Column = place.Column,
        Keep = place.Keep,
        Detail = detail,
        Model = explainer.Models.Model,
        Head = options.Decode ? explainer.Models.Head : null,
        Options = options,
        Outputs = explainer.Outputs,
        Labels = explainer.Labels,
    }, place.Keep, detail);

    private static string Advice(Format format, string? input) => format switch
    {
        Format.Jsonl when input is not null && input != TextInput.StandardInput => "the same command with --resume goes on from there",
        Format.Text => "move it away before the same command begins anew",
        _ => "the same command begins anew",
    };

    private static void Check(ITextExplainer explainer, ExplainOptions options)
    {
        try
        {
            explainer.Check(options);
        }
        catch (NoLanguageModelException problem)
        {
            throw new InputException($"{problem.Message[..^1]}: --lm DIR, or --method grad-cam.", problem);
        }
    }

    private static void CheckResume(string? input, string? output, Format format)
    {
        if (input is null || output is null)
            throw new InputException($"--resume continues what --input FILE and --output FILE began; there is no {(input is null ? "--input" : "--output")}.");
        if (format != Format.Jsonl)
            throw new InputException($"--resume: expected --format jsonl, which can be continued line by line; found {SwitchNames.Of(format)}.");
    }
}

using System.CommandLine;
using PureSaliency.Cli.Inputs;
using PureSaliency.Cli.Outputs;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Options;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>Texts in, results out: what the commands share that take one text or a file of them.</summary>
internal sealed class TextSwitches
{
    private readonly Terminal _terminal;
    private readonly CancellationToken _interrupt;
    private readonly Verb _verb;
    private readonly DeviceSwitch _device = new();

    public TextSwitches(Verb verb, Format[] formats, Terminal terminal, CancellationToken interrupt)
    {
        (_verb, _terminal, _interrupt) = (verb, terminal, interrupt);
        Text = new("TEXT") { Description = $"The text to {verb.Name}, in quotes.", Arity = ArgumentArity.ZeroOrOne };
        Input = Switch.Text("--input", "FILE",
            $"Texts to {verb.Name}: .txt (one per line), .jsonl, .csv or .tsv (with a header), or - for lines or JSONL from standard input.");
        Keep = new("--keep") { HelpName = "NAME,…", Description = "Fields or columns of the input that go with each row of a result as csv, json or jsonl, such as id,label." };
        string[] names = [.. formats.Select(SwitchNames.Of)];
        Format = Switch.Parsed<Format>("--format", string.Join('|', names),
            $"What is written; taken from the ending of --output if not given (default {names[0]}).", "one of " + string.Join(", ", names), SwitchNames.TryParse);
        Resume = new("--resume")
        {
            Description = "Goes on where a stopped run of the same command ended: keeps the whole rows of --output (jsonl) and does the rest of --input.",
        };
    }

    public Argument<string?> Text { get; }
    public Option<string?> Input { get; }
    public Option<string?> Column { get; } = Switch.Text("--column", "NAME", "Field or column of the input that holds the text (default text).");
    public Option<string[]> Keep { get; }
    public Option<string?> Model { get; } = Switch.Text("--model", "DIR",
        "Classifier: a folder in Hugging Face's layout, or a short name found under weights/ (default sst2).");
    public Option<Format?> Format { get; }
    public Option<string?> Output { get; } = Switch.Text("--output", "FILE", "Where it is written (default standard output).");
    public Option<bool> Resume { get; }
    public Option<int?> Threads { get; } = Switch.Number("--threads", "Threads of the CPU (default all cores).", 1);
    public Option<Precision?> Dtype { get; } = Switch.Choice<Precision>("--dtype", "Number type of the computation");

    /// <summary>How it is computed, the last in a list of options.</summary>
    public IEnumerable<Option> OfComputing => [Threads, _device.Option, _device.Precision, Dtype];

    /// <summary>The format asked for, by name or by the ending of the output.</summary>
    public Format ReadFormat(ParseResult given) => given.GetValue(Format) ?? Formats.ByEnding(given.GetValue(Output));

    /// <summary>Refuses what does not go together.</summary>
    /// <param name="given">The command line.</param>
    /// <param name="ofRows">Options that are about the rows of an input.</param>
    public void Check(ParseResult given, params Option[] ofRows)
    {
        string? text = given.GetValue(Text), path = given.GetValue(Input), output = given.GetValue(Output);
        if ((text is null) == (path is null))
            throw new InputException(text is null
                ? $"There is nothing to {_verb.Name}: give a TEXT in quotes, or --input FILE; --help shows examples."
                : "There are a TEXT and an --input; give one of the two.");
        if (text is not null && ofRows.Concat([Column, Keep]).FirstOrDefault(option => given.GetResult(option) is not null) is { } strange)
            throw new InputException($"{strange.Name} is about the rows of --input, and there is no --input.");
        if (!given.GetValue(Resume)) return;
        if (path is null || output is null)
            throw new InputException($"--resume continues what --input FILE and --output FILE began; there is no {(path is null ? "--input" : "--output")}.");
        if (ReadFormat(given) is not Outputs.Format.Jsonl and var format)
            throw new InputException($"--resume: expected --format jsonl, which can be continued line by line; found {SwitchNames.Of(format)}.");
    }

    /// <summary>The input and its columns.</summary>
    /// <param name="given">The command line.</param>
    /// <param name="columns">Columns of results, which kept ones must not be called.</param>
    public InputPlace Place(ParseResult given, IReadOnlyList<string> columns)
    {
        var format = ReadFormat(given);
        string column = given.GetValue(Column) ?? "text";
        string[] keep = [.. (given.GetValue(Keep) ?? []).SelectMany(names => names.Split(',', StringSplitOptions.TrimEntries))];
        if (keep.GroupBy(name => name).FirstOrDefault(group => group.Key.Length == 0 || group.Key == column || group.Count() > 1) is { Key: var name })
            throw new InputException(name.Length == 0 ? "--keep: expected names, as in id,label; found an empty one."
                : name == column ? $"--keep {name}: this is the text, which each row has anyway." : $"--keep: expected each name once; found '{name}' twice.");
        if (keep.Length > 0 && format is Outputs.Format.Text or Outputs.Format.Html)
            throw new InputException($"--keep: expected --format csv, json or jsonl, whose rows have room for columns; found {SwitchNames.Of(format)}.");
        if (format == Outputs.Format.Csv)
            CsvColumns.Check(keep, columns);
        return new("--input", given.GetValue(Input) ?? "", column) { Keep = keep, Note = _terminal.Note, Interrupt = _interrupt };
    }

    /// <summary>Opens the input; null for a single text.</summary>
    public TextInput? Open(ParseResult given, InputPlace place) => given.GetValue(Input) is null ? null : TextInput.Open(place, _terminal.Input);

    /// <summary>Where results go, which may not be the input or a model's file.</summary>
    public Sink Sink(ParseResult given, string? languageModel = null)
    {
        string? path = given.GetValue(Input);
        return new(given.GetValue(Output), _terminal, given.GetValue(Resume), Guarded.Of(path, given.GetValue(Model), languageModel), interrupt: _interrupt)
        {
            Holding = $"what was {_verb.Done}",
            Advice = ReadFormat(given) switch
            {
                Outputs.Format.Jsonl when path is not null && path != TextInput.StandardInput => "the same command with --resume goes on from there",
                Outputs.Format.Text => "move it away before the same command begins anew",
                _ => "the same command begins anew",
            },
        };
    }

    /// <summary>How the model is loaded.</summary>
    public LoadOptions Load(ParseResult given) => new()
    {
        Device = _device.Read(given, _terminal, given.GetValue(Threads) ?? 0),
        Precision = given.GetValue(Dtype) ?? Precision.Float32,
    };

    /// <summary>Does the work, to an exit code.</summary>
    public int Run<T>(ParseResult given, TextInput? input, TextWork<T> work, Results<T> results, Sink sink, CorpusForm? corpus) where T : class
    {
        var run = new TextRun<T>(work, results, sink, _terminal, _interrupt);
        return input is null ? run.One(given.GetValue(Text)!) : run.Many(input, given.GetValue(Resume) ? corpus : null);
    }
}

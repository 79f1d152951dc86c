using System.CommandLine;
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
    private readonly TextSwitches _texts;
    private readonly ExplainSwitches _switches = new();
    private readonly Option<CorpusDetail?> _detail = Switch.Choice<CorpusDetail>("--detail",
        "What rows of json and jsonl hold: words with their scores, or tokens with theirs too");
    private readonly Option<string?> _lm = Switch.Text("--lm", "DIR",
        "Pre-trained language model whose head decodes the layer (default the one beside the classifier).");
    private readonly Option<bool> _evidence = new("--evidence")
    {
        Description = "Tries the explanation of TEXT: its gradient against finite differences, the sum that the method promises, float against double, "
            + "and the answer as words are hidden or shown in the map's order; exit code 1 if what must hold does not.",
    };

    public ExplainCommand(Terminal terminal, LoadExplainer load, CancellationToken interrupt) : base(
        "explain", "Shows which words of a text the classifier decided on, and which words the layer stands for.",
        """
        puresaliency explain "a warm, funny and gripping film that stays with you"
        puresaliency explain "Oil prices fell on Monday." --model ag-news --target Business --layer all --format html --output oil.html
        puresaliency explain --input reviews.csv --column review --format jsonl --output reviews.jsonl
        puresaliency explain --input reviews.csv --column review --output reviews.jsonl --resume
        puresaliency explain --input reviews.csv --column review --keep id,stars --output explained.csv
        puresaliency explain "not bad at all" --method grad-x-input --rectify none
        puresaliency explain "not bad at all" --method grad-cam,integrated-gradients,lrp
        puresaliency explain "not bad at all" --device auto
        puresaliency explain "not bad at all" --method lrp --rectify none --evidence
        puresaliency explain --method list
        tail -f log.txt | puresaliency explain --input - --format jsonl
        """)
    {
        (_terminal, _load, _interrupt) = (terminal, load, interrupt);
        _texts = new(Verb.Explain, Enum.GetValues<Format>(), terminal, interrupt);
        Add(_texts.Text);
        foreach (Option option in (Option[])[_texts.Input, _texts.Column, _texts.Keep, _detail, _texts.Model, _lm, _texts.Format, _texts.Output, _texts.Resume, _evidence,
            .. _switches.All, .. _texts.OfComputing])
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
        _texts.Check(given, _detail);
        bool evidence = given.GetValue(_evidence);
        if (evidence && given.GetValue(_texts.Text) is null) throw new InputException("--evidence is about one TEXT; there is an --input.");
        var methods = _switches.Read(given);
        string[] names = [.. methods.Select(SwitchNames.Method)];
        var format = _texts.ReadFormat(given);
        var place = _texts.Place(given, methods is [_] ? ExplanationTable.Columns : ComparisonTable.Columns(names));
        if (given.GetResult(_detail) is not null && format is not (Format.Json or Format.Jsonl))
            throw new InputException($"--detail: expected --format json or jsonl; found {SwitchNames.Of(format)}.");

        using var input = _texts.Open(given, place);
        using var sink = _texts.Sink(given, given.GetValue(_lm));
        using var explainer = _load(given.GetValue(_texts.Model), _texts.Load(given) with { LanguageModel = given.GetValue(_lm) });
        Check(explainer, methods);
        var detail = given.GetValue(_detail) ?? CorpusDetail.Words;
        if (methods is [var options])
        {
            var corpus = input is null ? null : new ExplanationForm(explainer, options, place, detail);
            return _texts.Run(given, input, Work(explainer, options, evidence), ExplanationResults.Create(format, corpus, sink), sink, corpus);
        }
        var compared = input is null ? null : new ComparisonForm(explainer, methods, place, detail);
        return _texts.Run(given, input, Work(explainer, methods, evidence), ExplanationResults.Create(format, compared, sink, names), sink, compared);
    }

    private TextWork<Explanation> Work(ITextExplainer explainer, ExplainOptions options, bool evidence) => new(Verb.Explain,
        (text, progress) => Tried(explainer, explainer.Explain(text, options, progress, _interrupt), evidence),
        (records, progress) => explainer.ExplainMany(records, options, progress, _interrupt)
            .Select(one => new Answered<Explanation>(one.Item, one.Explanation, one.Problem)), explanation => explanation.Tokens.Count)
    {
        Wrong = explanation => explanation.Evidence is { Holds: false } wrong ? $"the evidence does not hold: {EvidenceText.Of(wrong)}" : null,
    };

    private TextWork<MethodComparison> Work(ITextExplainer explainer, ExplainOptions[] methods, bool evidence) => new(Verb.Explain,
        (text, progress) => explainer.Compare(text, methods, progress, _interrupt) is var comparison && evidence
            ? comparison with { Explanations = [.. comparison.Explanations.Select(explanation => Tried(explainer, explanation, evidence))] } : comparison,
        (records, progress) => explainer.CompareMany(records, methods, progress, _interrupt)
            .Select(one => new Answered<MethodComparison>(one.Item, one.Comparison, one.Problem)), comparison => comparison.Explanations[0].Tokens.Count)
    {
        Wrong = comparison => comparison.Explanations.FirstOrDefault(explanation => explanation.Evidence is { Holds: false }) is { Evidence: { } wrong } explanation
            ? $"the evidence of {SwitchNames.Method(explanation.Options)} does not hold: {EvidenceText.Of(wrong)}" : null,
    };

    private Explanation Tried(ITextExplainer explainer, Explanation explanation, bool evidence) =>
        evidence ? explainer.WithEvidence(explanation, _interrupt) : explanation;

    private static void Check(ITextExplainer explainer, IReadOnlyList<ExplainOptions> methods)
    {
        try
        {
            explainer.Check(methods);
        }
        catch (NoLanguageModelException problem)
        {
            throw new InputException($"{problem.Message[..^1]}: --lm DIR, or --method grad-cam.", problem);
        }
    }
}

using System.CommandLine;
using PureSaliency.Cli.Outputs;
using PureSaliency.Saliency;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>What does the classifier answer?</summary>
internal sealed class PredictCommand : ExampleCommand
{
    private static readonly Format[] Written = [Format.Text, Format.Json, Format.Jsonl, Format.Csv];
    private readonly LoadExplainer _load;
    private readonly CancellationToken _interrupt;
    private readonly TextSwitches _texts;

    public PredictCommand(Terminal terminal, LoadExplainer load, CancellationToken interrupt) : base(
        "predict", "Shows what a classifier answers for a text, with the probability and logit of each class; no gradient, no language model.",
        """
        puresaliency predict "a warm, funny and gripping film that stays with you"
        puresaliency predict "Oil prices fell on Monday." --model ag-news --format json
        puresaliency predict --input reviews.csv --column review
        puresaliency predict --input reviews.csv --column review --keep id,stars --output predicted.csv
        puresaliency predict --input reviews.csv --column review --output predicted.jsonl --resume
        tail -f log.txt | puresaliency predict --input - --format jsonl
        """,
        """
        The numbers are those that explain gives for the same text, to the last bit. Of labels that do not exclude each other all that hold are
        named, of a regression the number. A text that is longer than the model's positions is read in windows: its logits are means over them.
        """)
    {
        (_load, _interrupt) = (load, interrupt);
        _texts = new(Verb.Predict, Written, terminal, interrupt);
        Add(_texts.Text);
        foreach (Option option in (Option[])[_texts.Input, _texts.Column, _texts.Keep, _texts.Model, _texts.Format, _texts.Output, _texts.Resume, .. _texts.OfComputing])
            Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult given)
    {
        var format = _texts.ReadFormat(given);
        if (!Written.Contains(format))
            throw new InputException("--format: expected text, json, jsonl or csv; found html, a page of the words that count, which explain writes.");
        _texts.Check(given);
        var place = _texts.Place(given, PredictionTable.Columns);
        using var input = _texts.Open(given, place);
        using var sink = _texts.Sink(given);
        using var explainer = _load(given.GetValue(_texts.Model), _texts.Load(given) with { PredictsAlone = true });
        var corpus = input is null ? null : new PredictionForm(explainer, place);
        var work = new TextWork<Prediction>(Verb.Predict, (text, progress) => explainer.Predict(text, progress, _interrupt),
            (records, progress) => explainer.PredictMany(records, progress, _interrupt)
                .Select(one => new Answered<Prediction>(one.Item, one.Prediction, one.Problem)), prediction => prediction.Tokens);
        return _texts.Run(given, input, work, PredictionResults.Create(format, corpus, explainer, sink), sink, corpus);
    }
}

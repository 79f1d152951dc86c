using System.CommandLine;
using PureSaliency.Cli.Inputs;
using PureSaliency.Cli.Outputs;
using PureSaliency.Cli.Reports;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Faithfulness;
using PureSaliency.Saliency.Methods;
using PureSaliency.Saliency.Study;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>Which method, at which layer, finds the words that the model really used?</summary>
internal sealed class StudyCommand : ExampleCommand
{
    private const string StandardMethods = "random,grad-x-input,integrated-gradients:steps=25,smooth-grad,occlusion,lime:samples=100,grad-cam,decoded-grad-cam,lrp";
    private const string StandardMeasures = "hiding,revealing,balance,comprehensiveness,sufficiency,plausibility,agreement";
    private readonly Terminal _terminal;
    private readonly CancellationToken _interrupt;
    private readonly StudySwitches _shared = new("Texts");
    private readonly Option<string?> _label = Switch.Text("--label-column", "NAME", "Column or field of the class, where there is one (default label).");
    private readonly Option<string?> _marks = Switch.Text("--rationale-column", "NAME",
        "Column or field of what people marked, where there is one: a list of numbers from 0 to 1, one per word (default rationale).");
    private readonly Option<string?> _methods = Switch.Text("--methods", "LIST", $"Methods with their switches, NAME:OPTION=VALUE:… (default {StandardMethods}).");
    private readonly Option<string?> _layers = Switch.Text("--layers", "auto|all|LIST", "Layers: each method's automatic one, all, or some, as 0,6,11 (default auto).");
    private readonly Option<string?> _measures = Switch.Text("--measures", "LIST",
        $"What is measured, or all: {string.Join(", ", StudyPlan.AllMeasures)} (default {StandardMeasures}).");
    private readonly Option<int?> _limit = Switch.Number("--limit", "Texts, from the first on (default all).", 1);
    private readonly Option<int?> _costly = Switch.Number("--costly-limit",
        "Texts on which what takes hundreds of passes is measured: oracle, aopc, max-sensitivity, cascade (default 50).", 0);
    private readonly Option<int?> _resamples = Switch.Number("--resamples", "How often texts are drawn anew for intervals (default 1000).", 10);
    private readonly Option<string> _output = new("--output") { HelpName = "DIR", Description = "Folder of the results.", Required = true };

    public StudyCommand(Terminal terminal, CancellationToken interrupt) : base(
        "study", "Measures how well methods find the words that a classifier really used: by hiding and showing them, and beside words that people marked.",
        """
        puresaliency study --data sst2-dev --limit 100 --output study
        puresaliency study --data sst2-dev --output study --resume
        puresaliency study --data reviews.csv --column review --methods random,lrp,grad-cam,decoded-grad-cam:tau=5 --layers all --output layers
        puresaliency study --data sst2-marked --methods random,oracle,lrp --measures all --costly-limit 20 --output oracle
        puresaliency study --model roberta-base-SST-2 --lm roberta-base --data sst2-dev --output roberta-base-study
        """,
        """
        The class measured is the one that the model predicts for the whole text. A text is tokens; hiding puts <mask> in their place, or what
        --removal says. oracle is the best order that a beam finds, for texts of at most 30 tokens. The folder gets study.json (means, intervals,
        curves, differences text by text), tables.md, pictures (.svg), study.html with all of it, times.json, and rows.jsonl with what was found on
        each text. The same seed gives the same bytes, but for times.json; a study that was stopped and resumed gives the bytes of one that was not.
        """)
    {
        (_terminal, _interrupt) = (terminal, interrupt);
        foreach (Option option in (Option[])[_shared.Data, _shared.Column, _label, _marks, _methods, _layers, _measures, _shared.Removal, _limit, _costly,
            _shared.Seed, _resamples, _output, _shared.Resume, .. _shared.OfComputing]) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult given)
    {
        var plan = Plan(given);
        var place = _shared.Place(given, _terminal, _interrupt, given.GetValue(_label) ?? "label", given.GetValue(_marks) ?? "rationale");
        using var explainer = _shared.Load(given, _terminal);
        var texts = new StudyInput(place, explainer.Labels).Read(given.GetValue(_limit));
        if (given.GetValue(_measures) is null && texts.All(text => text.Rationale is null))
            plan = plan with { Measures = [.. plan.Measures.Except([StudyPlan.Plausibility])] };
        var run = new StudyRun(explainer, plan, texts, Path.GetFileNameWithoutExtension(place.Path), _terminal, _interrupt);
        using var folder = StudyFolder.Open(given.GetValue(_output)!, run.Head, given.GetValue(_shared.Resume));
        using var writer = _terminal.Writer();
        run.Into(folder, given.GetValue(_output)!, writer);
        return Shell.Fine;
    }

    private StudyPlan Plan(ParseResult given)
    {
        StudyMethod[] methods = [.. List(given.GetValue(_methods) ?? StandardMethods).Select(StudyMethod.Parse)];
        if (methods.GroupBy(method => method.Name).FirstOrDefault(same => same.Count() > 1) is { Key: var twice })
            throw new InputException($"--methods: expected each method once; found '{twice}' twice.");
        string[] measures = given.GetValue(_measures) == "all" ? [.. StudyPlan.AllMeasures] : [.. List(given.GetValue(_measures) ?? StandardMeasures).Distinct()];
        if (measures.Except(StudyPlan.AllMeasures).FirstOrDefault() is { } strange)
            throw new InputException($"--measures: there is no measure '{strange}', expected all, or some of {string.Join(", ", StudyPlan.AllMeasures)}.");
        return new()
        {
            Methods = methods,
            Measures = [.. StudyPlan.AllMeasures.Where(measures.Contains)],
            Layers = StudyLayers.Parse(given.GetValue(_layers) ?? "auto"),
            Removal = given.GetValue(_shared.Removal) ?? Replacement.Mask,
            Seed = given.GetValue(_shared.Seed) ?? 1,
            Resamples = given.GetValue(_resamples) ?? 1000,
            CostlyTexts = given.GetValue(_costly) ?? 50,
        };
    }

    /// <summary>The parts of a list.</summary>
    internal static string[] List(string written) => written.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } names
        ? names : throw new InputException($"'{written}': expected a list with commas between; found nothing.");
}

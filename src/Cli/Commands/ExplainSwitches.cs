using System.CommandLine;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;
using PureSaliency.Tensors;

namespace PureSaliency.Cli.Commands;

/// <summary>One option per switch of the method; what is not given keeps its default.</summary>
internal sealed class ExplainSwitches
{
    private static readonly ExplainOptions Standard = new();

    private readonly Option<(Aggregation Aggregation, bool Decode)?> _method = Switch.Parsed(
        "--method", "NAME",
        $"How the scores are made: {string.Join(", ", SwitchNames.Methods)} (default {SwitchNames.Methods[0]}). " +
        "A decoded- method passes them through the language-model head.",
        "one of " + string.Join(", ", SwitchNames.Methods),
        (string name, out (Aggregation, bool) value) =>
        {
            bool known = SwitchNames.TryParseMethod(name, out var aggregation, out bool decode);
            value = (aggregation, decode);
            return known;
        });

    private readonly Option<Aggregation?> _aggregation = Switch.Choice<Aggregation>("--aggregation", "Short for --method decoded-NAME, NAME one of");

    private readonly Option<LayerChoice?> _layer = Switch.Parsed<LayerChoice>("--layer", "auto|all|N",
        "Layer to explain: 0 is the embedding output, N the output of block N (default auto; of attention-rollout the last).",
        "auto, all or the number of a layer, from 0", TryParseLayer);

    private readonly Option<string?> _target = Switch.Text("--target", "LABEL|INDEX",
        "Class, label or number to explain (default the predicted one); label:NAME or index:N where it could be either.");
    private readonly Option<int?> _tau = Switch.Number("--tau", $"Vocabulary entries kept per decoded row (default {Standard.Tau}).", 1);
    private readonly Option<int?> _top = Switch.Number("--top", $"How many words are listed (default {Standard.Top}).", 0);
    private readonly Option<Rectify?> _rectify = Switch.Choice<Rectify>("--rectify", "What is done with negative scores");
    private readonly Option<DecodeScale?> _scale = Switch.Choice<DecodeScale>("--decode-scale", "How decoded rows are scaled");
    private readonly Option<VocabularyScope?> _vocabulary = Switch.Choice<VocabularyScope>("--vocabulary",
        "Entries that may take saliency: all, or only those in the text");
    private readonly Option<Duplicates?> _duplicates = Switch.Choice<Duplicates>("--duplicates",
        "Whether equal tokens share their saliency or split it by place");
    private readonly Option<DecodeOrder?> _order = Switch.Choice<DecodeOrder>("--order", "Whether rows are weighed before or after decoding");
    private readonly Option<ExplainedValue?> _value = Switch.Choice<ExplainedValue>("--explained-value", "The value whose gradient is taken");
    private readonly Option<MeanOver?> _meanOver = Switch.Choice<MeanOver>("--mean-over", "Positions over which Grad-CAM's mean gradient runs");
    private readonly Option<Baseline?> _baseline = Switch.Choice<Baseline>("--baseline", "Start of integrated gradients");
    private readonly Option<int?> _steps = Switch.Number("--steps", $"Steps of integrated gradients (default {Standard.Steps}).", 1);

    public IEnumerable<Option> All =>
    [
        _method, _layer, _target, _tau, _top, _aggregation, _rectify, _scale, _vocabulary, _duplicates, _order, _value, _meanOver,
        _baseline, _steps,
    ];

    public ExplainOptions Read(ParseResult given)
    {
        var (aggregation, decode) = ReadMethod(given);
        return new()
        {
            Aggregation = aggregation,
            Decode = decode,
            Layer = given.GetValue(_layer) ?? Standard.Layer,
            Target = given.GetValue(_target),
            Tau = given.GetValue(_tau) ?? Standard.Tau,
            Top = given.GetValue(_top) ?? Standard.Top,
            Rectify = given.GetValue(_rectify) ?? Standard.Rectify,
            DecodeScale = given.GetValue(_scale) ?? Standard.DecodeScale,
            Vocabulary = given.GetValue(_vocabulary) ?? Standard.Vocabulary,
            Duplicates = given.GetValue(_duplicates) ?? Standard.Duplicates,
            Order = given.GetValue(_order) ?? Standard.Order,
            Value = given.GetValue(_value) ?? Standard.Value,
            MeanOver = given.GetValue(_meanOver) ?? Standard.MeanOver,
            Baseline = given.GetValue(_baseline) ?? Standard.Baseline,
            Steps = given.GetValue(_steps) ?? Standard.Steps,
        };
    }

    private (Aggregation, bool) ReadMethod(ParseResult given)
    {
        if (given.GetValue(_aggregation) is not { } aggregation)
            return given.GetValue(_method) ?? (Standard.Aggregation, Standard.Decode);
        if (given.GetValue(_method) is not null)
            throw new InputException("--aggregation NAME is short for --method decoded-NAME: give one of the two.");
        return (aggregation, true);
    }

    private static bool TryParseLayer(string text, out LayerChoice layer)
    {
        bool number = int.TryParse(text, out int index) && index >= 0;
        layer = number ? LayerChoice.At(index) : text == "all" ? LayerChoice.All : LayerChoice.Auto;
        return number || text is "auto" or "all";
    }
}

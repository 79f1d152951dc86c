using PureSaliency.Roberta;
using PureSaliency.Saliency;

namespace PureSaliency.Cli.Outputs;

/// <summary>A row per prediction: class and numbers, then the probability of each class and the logit of each.</summary>
internal sealed class PredictionTable : CsvTable<Prediction>
{
    private readonly bool _probabilities;

    private PredictionTable(Sink sink, IReadOnlyList<string> keep, IReadOnlyList<string> columns, bool probabilities) : base(sink, keep, columns)
    {
        CsvColumns.Check(keep, columns);
        _probabilities = probabilities;
    }

    public PredictionTable(Sink sink, IReadOnlyList<string> keep, IReadOnlyList<string> labels, OutputKind outputs)
        : this(sink, keep, Named(labels, outputs), outputs != OutputKind.Value)
    {
    }

    /// <summary>The columns that every model has.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["class", "probability", "logit"];

    protected override string TextOf(Prediction result) => result.Text;

    protected override IEnumerable<string?> Fields(Prediction result) =>
    [
        string.Join("; ", result.Answer().Select(c => c.Label)), Number(result.Top.Probability), Number(result.Top.Logit),
        .. _probabilities ? result.Classes.Select(c => Number(c.Probability)) : [], .. result.Classes.Select(c => Number(c.Logit)),
    ];

    private static string[] Named(IReadOnlyList<string> labels, OutputKind outputs)
    {
        var names = new ClassNames(labels);
        var all = Enumerable.Range(0, labels.Count).Select(i => names[i]).ToArray();
        return [.. Columns, .. outputs == OutputKind.Value ? [] : all.Select(name => $"probability {name}"), .. all.Select(name => $"logit {name}")];
    }
}

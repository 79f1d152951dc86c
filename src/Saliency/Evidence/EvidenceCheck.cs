using PureSaliency.Roberta;
using PureSaliency.Saliency.Engine;
using PureSaliency.Saliency.Faithfulness;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Evidence;

/// <summary>Tries an explanation on its own text. In all it costs fewer than sixty forward passes.</summary>
/// <param name="own">The layer as it was explained.</param>
/// <param name="exact">The same in double; null where that is what it was explained in.</param>
/// <param name="explanation">What is tried.</param>
internal sealed class EvidenceCheck(IGradientProbe own, IGradientProbe? exact, Explanation explanation)
{
    private const int Directions = 4, Backward = 2;
    private const double Step = 1e-5, AllowedInDouble = 1e-6, AllowedInFloat = 1e-3, AllowedInLess = 0.1, AllowedGap = 0.05;

    // Every tenth per cent: ends are shared by both orders and both curves.
    private static readonly int[] Percents = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
    private readonly List<string> notes = [];
    private int passes;

    /// <summary>The outcome.</summary>
    /// <param name="scores">A score per token of the text that was tried, the chosen layer's.</param>
    /// <param name="part">What was tried if it is not all of the text, as a sentence.</param>
    public ExplanationEvidence Of(double[] scores, string? part)
    {
        if (part is not null) notes.Add(part);
        var (gradient, precision) = OfGradient();
        var completeness = OfCompleteness();
        var (deletion, insertion) = OfCurves(scores);
        return new()
        {
            Holds = gradient.Holds && precision is null or { Holds: true } && completeness is null or { Holds: true },
            Layer = explanation.ChosenLayer,
            Gradient = gradient,
            Precision = precision,
            Completeness = completeness,
            Deletion = deletion,
            Insertion = insertion,
            Passes = passes,
            Notes = notes,
        };
    }

    private (GradientEvidence, PrecisionEvidence?) OfGradient()
    {
        var single = own.At();
        var wide = exact?.At() ?? single;
        passes += (1 + Backward) * (exact is null ? 1 : 2);
        double length = Length(wide.Gradient);
        bool informative = length > 0 || Length(single.Gradient) > 0;
        if (!informative) notes.Add("The gradient of this layer is exactly 0: nothing was shown of it.");
        double[][] directions = [.. Enumerable.Range(0, Directions).Select(i => Direction(i, wide.Gradient))];
        // A step that is small beside the rows and large beside what rounding leaves of them.
        double step = Step * Math.Max(1, Length(wide.Hidden));
        double[] values = (exact ?? own).Values([.. directions.SelectMany(u => new[] { Moved(wide.Hidden, u, step), Moved(wide.Hidden, u, -step) })]);
        passes += values.Length;
        double worst = 0;
        for (int i = 0; i < Directions; i++)
        {
            double slope = (values[2 * i] - values[2 * i + 1]) / (2 * step), off = Math.Abs(Dot(wide.Gradient, directions[i]) - slope);
            worst = Worse(worst, length > 0 ? off / length : off);
        }
        var gradient = new GradientEvidence(Directions, worst, AllowedInDouble, informative, worst <= AllowedInDouble);
        return (gradient, exact is null ? null : OfPrecision(single, wide, length));
    }

    private PrecisionEvidence OfPrecision((double[] Hidden, double[] Gradient, double Logit) single, (double[] Hidden, double[] Gradient, double Logit) wide, double length)
    {
        double[] difference = [.. single.Gradient.Zip(wide.Gradient, (a, b) => a - b)];
        double apart = length > 0 ? Length(difference) / length : Length(difference);
        // Products in fewer bits than float32 have part further by design.
        string computed = explanation.Model.Computed;
        double allowed = computed == "float32" ? AllowedInFloat : AllowedInLess;
        return new(computed, apart, Math.Abs(single.Logit - wide.Logit), allowed, apart <= allowed);
    }

    private CompletenessEvidence? OfCompleteness()
    {
        if (explanation.Chosen().Completeness is not { } promised) return null;
        // A sum of steps comes near, and the nearer the more steps: a twentieth of the change is what a reader would still call adding up.
        double allowed = AllowedGap * Math.Max(Math.Abs(promised.Difference), 0.1);
        return new(promised.Sum, promised.Difference, allowed, Math.Abs(promised.Sum - promised.Difference) <= allowed);
    }

    private (CurveEvidence? Deletion, CurveEvidence? Insertion) OfCurves(double[] scores)
    {
        var value = explanation.Outputs == OutputKind.Value ? ExplainedValue.Logit : ExplainedValue.Probability;
        var text = own.Text(value);
        if (text.Inner.Count == 0 || HiddenBy(text) is not { } hidden) return (null, null);
        int[] drawn = Ranking.Of(text.Inner, [.. Enumerable.Range(0, text.Ids.Count).Select(place => CounterRandom.Unit(CounterRandom.Key(1, 0), (uint)place))]);
        int[][] orders = [Ranking.Of(text.Inner, scores), drawn];
        int[] between = [.. Percents[1..^1].Select(percent => Ranking.Count(percent, text.Inner.Count))];
        Variant[] variants =
        [
            text.Unchanged(), text.With(text.Inner, hidden),
            .. orders.SelectMany(order => between.Select(count => text.With(order[..count], hidden))),
            .. orders.SelectMany(order => between.Select(count => text.With(order[count..], hidden))),
        ];
        double[] values = text.Values(variants, variants.Length);
        passes += values.Length;
        double[][] inner = [.. values[2..].Chunk(between.Length)];
        return (Curve(values[0], inner[0], inner[1], values[1]), Curve(values[1], inner[2], inner[3], values[0]));
    }

    private int? HiddenBy(ITextProbe text)
    {
        try
        {
            return text.MaskId;
        }
        catch (InputException)
        {
            notes.Add("The tokenizer has no <mask> to hide words behind: there are no curves.");
            return null;
        }
    }

    private static CurveEvidence Curve(double first, double[] own, double[] drawn, double last)
    {
        double[] values = [first, .. own, last], random = [first, .. drawn, last];
        return new(Percents, values, Ranking.Area(values), random, Ranking.Area(random));
    }

    // Along the gradient the difference is largest; drawn directions see what that one misses.
    private static double[] Direction(int index, double[] gradient)
    {
        ulong key = CounterRandom.Key(7, (ulong)index);
        double[] direction = index == 0 && Length(gradient) > 0 ? gradient : [.. gradient.Select((_, i) => CounterRandom.Normal(key, (uint)i))];
        double length = Length(direction);
        return [.. direction.Select(x => x / length)];
    }

    private static double[] Moved(double[] from, double[] direction, double step) => [.. from.Zip(direction, (h, u) => h + step * u)];

    private static double Worse(double a, double b) => double.IsNaN(b) ? double.PositiveInfinity : Math.Max(a, b);

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double Length(double[] a) => Math.Sqrt(Dot(a, a));
}

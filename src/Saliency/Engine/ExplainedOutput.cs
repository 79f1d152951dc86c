using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Engine;

/// <summary>The explained value of each sequence as a weighted sum of a value on the tape.</summary>
/// <param name="Output">The value differentiated.</param>
/// <param name="Seed">Weights of its elements: their sum of products is Σ over sequences of the explained value.</param>
internal readonly record struct ExplainedOutput<T>(Var Output, Tensor<T> Seed) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Logit, probability or log-probability of one output per sequence.</summary>
    public static ExplainedOutput<T> Of(Tape<T> tape, Var logits, int[] targets, ExplainedValue value, OutputKind kind) => (value, kind) switch
    {
        (ExplainedValue.Margin, _) => new(logits, OfMargin(tape.Fetch(logits), targets)),
        (ExplainedValue.Logit, _) => new(logits, Weights(tape[logits].Shape, targets, _ => 1)),
        (_, OutputKind.Value) => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a value has no probability"),
        (_, OutputKind.IndependentLabels) => new(logits, OfSigmoid(tape.Fetch(logits), targets, value)),
        (ExplainedValue.Probability, _) => new(tape.Apply(new Softmax<T>(), logits), Weights(tape[logits].Shape, targets, _ => 1)),
        // log p = −cross-entropy; the mean over B sequences times −B is their sum.
        _ => new(tape.Apply(new CrossEntropy<T>(targets), logits),
            Tensor<T>.From(new Shape([]), [T.CreateTruncating(-targets.Length)])),
    };

    /// <summary>The explained value of output <paramref name="target"/> given a row of logits.</summary>
    public static double ValueOf(ReadOnlySpan<T> logits, int target, ExplainedValue value, OutputKind kind)
    {
        double[] row = new double[logits.Length];
        for (int c = 0; c < row.Length; c++) row[c] = double.CreateTruncating(logits[c]);
        return ValueOf(row, target, value, kind);
    }

    /// <summary>The same of a row in double.</summary>
    public static double ValueOf(double[] row, int target, ExplainedValue value, OutputKind kind) =>
        value switch
        {
            ExplainedValue.Logit => row[target],
            ExplainedValue.Margin => row[target] - row[RunnerUp(row, target)],
            ExplainedValue.Probability => kind.Probabilities(row) is { } p ? p[target]
                : throw new ArgumentOutOfRangeException(nameof(kind), kind, "a value has no probability"),
            _ => kind.LogProbability(row, target),
        };

    // A sigmoid looks at its own logit alone, so its derivative is a weight of the seed: σ(z) σ(−z), and σ(−z) of its logarithm.
    private static Tensor<T> OfSigmoid(Tensor<T> logits, int[] targets, ExplainedValue value) => Weights(logits.Shape, targets, s =>
    {
        double z = double.CreateTruncating(logits.Row(s)[targets[s]]), falling = OutputKinds.Sigmoid(-z);
        return value == ExplainedValue.Probability ? OutputKinds.Sigmoid(z) * falling : falling;
    });

    // Which class is the runner-up does not change near a point, but where two tie.
    private static Tensor<T> OfMargin(Tensor<T> logits, int[] targets)
    {
        var seed = Weights(logits.Shape, targets, _ => 1);
        for (int s = 0; s < targets.Length; s++)
            seed.Row(s)[RunnerUp(Array.ConvertAll(logits.Row(s).ToArray(), double.CreateTruncating), targets[s])] = -T.One;
        return seed;
    }

    private static int RunnerUp(double[] row, int target) =>
        Enumerable.Range(0, row.Length).Where(c => c != target).MaxBy(c => row[c]);

    private static Tensor<T> Weights(Shape shape, int[] targets, Func<int, double> weight)
    {
        var seed = Tensor<T>.Zeros(shape);
        for (int s = 0; s < targets.Length; s++) seed.Row(s)[targets[s]] = T.CreateTruncating(weight(s));
        return seed;
    }
}

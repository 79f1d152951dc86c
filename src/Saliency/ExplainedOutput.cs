using System.Numerics;
using PureSaliency.Autograd;
using PureSaliency.Autograd.Ops;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency;

/// <summary>The explained value of each sequence as a weighted sum of a value on the tape.</summary>
/// <param name="Output">The value differentiated.</param>
/// <param name="Seed">Weights of its elements: their sum of products is Σ over sequences of the explained value.</param>
internal readonly record struct ExplainedOutput<T>(Var Output, Tensor<T> Seed) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Logit, probability or log-probability of one class per sequence.</summary>
    public static ExplainedOutput<T> Of(Tape<T> tape, Var logits, int[] targets, ExplainedValue value) => value switch
    {
        ExplainedValue.Logit => new(logits, OneHot(tape, logits, targets)),
        ExplainedValue.Probability => new(tape.Apply(new Softmax<T>(), logits), OneHot(tape, logits, targets)),
        // log p = −cross-entropy; the mean over B sequences times −B is their sum.
        _ => new(tape.Apply(new CrossEntropy<T>(targets), logits),
            Tensor<T>.From(new Shape([]), [T.CreateTruncating(-targets.Length)])),
    };

    /// <summary>The explained value of class <paramref name="target"/> given a row of logits.</summary>
    public static double ValueOf(ReadOnlySpan<T> logits, int target, ExplainedValue value)
    {
        double[] row = new double[logits.Length];
        for (int c = 0; c < row.Length; c++) row[c] = double.CreateTruncating(logits[c]);
        return value switch
        {
            ExplainedValue.Logit => row[target],
            ExplainedValue.Probability => Probabilities.Of(row)[target],
            _ => row[target] - Probabilities.LogSum(row),
        };
    }

    private static Tensor<T> OneHot(Tape<T> tape, Var logits, int[] targets)
    {
        var seed = Tensor<T>.Zeros(tape[logits].Shape);
        for (int s = 0; s < targets.Length; s++) seed.Row(s)[targets[s]] = T.One;
        return seed;
    }
}

/// <summary>Probabilities of a row of logits.</summary>
internal static class Probabilities
{
    /// <summary>softmax of the row.</summary>
    public static double[] Of(IReadOnlyList<double> logits)
    {
        double logSum = LogSum(logits);
        return [.. logits.Select(z => Math.Exp(z - logSum))];
    }

    /// <summary>log Σ exp.</summary>
    public static double LogSum(IReadOnlyList<double> logits)
    {
        double max = logits.Max();
        return max + Math.Log(logits.Sum(z => Math.Exp(z - max)));
    }
}

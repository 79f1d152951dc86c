using PureSaliency.Roberta;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Parity;

/// <summary>The loss of a case, as the kind of its outputs has it.</summary>
/// <param name="Labels">What the outputs are compared with, as a tensor of the trace.</param>
/// <param name="Classes">Classes of a cross-entropy, which the tape computes; null for the other losses.</param>
/// <param name="Value">Otherwise the loss.</param>
/// <param name="Gradient">Otherwise its gradient with respect to the logits, B·C.</param>
internal sealed record TraceLoss(TraceTensor Labels, int[]? Classes, double Value, double[] Gradient)
{
    /// <summary>The loss of a case whose targets are settled; null for numbers that there is nothing to compare with.</summary>
    /// <exception cref="InputException">The labels are of another kind than the outputs.</exception>
    public static TraceLoss? Of(OutputKind kind, TraceCase traced, double[][] logits)
    {
        int count = logits.Length, outputs = logits[0].Length;
        if (kind == OutputKind.ExclusiveClasses)
        {
            if (traced.Truth is not null)
                throw new InputException($"{traced.Name}.labels are numbers, and the classes of the model exclude each other: expected an integer per sequence.");
            int[] classes = traced.Labels ?? traced.Targets!;
            return new(new("labels", [count], null, [.. classes.Select(c => (long)c)]), classes, 0, []);
        }
        double[]? truth = traced.Truth ?? traced.Labels?.Select(label => (double)label).ToArray();
        if (truth is not null && truth.Length != count * outputs)
            throw new InputException($"{traced.Name}.labels hold {truth.Length} numbers, expected {count * outputs}: one per output of each sequence.");
        int[] shape = outputs == 1 ? [count] : [count, outputs];
        double[] z = [.. logits.SelectMany(row => row)];
        if (kind == OutputKind.Value) return truth is null ? null : SquaredError(new("labels", shape, truth), z, truth);
        truth ??= [.. z.Select(logit => OutputKinds.Sigmoid(logit) >= OutputKinds.Holds ? 1.0 : 0)];
        return BinaryCrossEntropy(new("labels", shape, truth), z, truth);
    }

    // mean of −y log σ(z) − (1 − y) log σ(−z)
    private static TraceLoss BinaryCrossEntropy(TraceTensor labels, double[] z, double[] y) => new(labels, null,
        z.Zip(y, (logit, label) => -label * OutputKinds.LogSigmoid(logit) - (1 - label) * OutputKinds.LogSigmoid(-logit)).Average(),
        [.. z.Zip(y, (logit, label) => (OutputKinds.Sigmoid(logit) - label) / z.Length)]);

    // mean of (z − y)²
    private static TraceLoss SquaredError(TraceTensor labels, double[] z, double[] y) => new(labels, null,
        z.Zip(y, (value, truth) => (value - truth) * (value - truth)).Average(),
        [.. z.Zip(y, (value, truth) => 2 * (value - truth) / z.Length)]);
}

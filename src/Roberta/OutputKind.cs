namespace PureSaliency.Roberta;

/// <summary>What a classifier's outputs mean.</summary>
public enum OutputKind
{
    /// <summary>One of the classes is right, and the others are not: probabilities are a softmax over all outputs.</summary>
    ExclusiveClasses,
    /// <summary>Each label holds or does not, whatever the others do: its probability is the sigmoid of its own output.</summary>
    IndependentLabels,
    /// <summary>Each output is a number, as of a regression: it is read as it is, and there are no probabilities.</summary>
    Value,
}

/// <summary>From a classifier's outputs to what they mean.</summary>
public static class OutputKinds
{
    /// <summary>The least probability at which a label that stands by itself holds.</summary>
    public const double Holds = 0.5;

    /// <summary>
    /// The kind of <paramref name="outputs"/> outputs, as the reference's pipeline for text classification has it: what
    /// <c>problem_type</c> says; without it a softmax, but over one number alone, where it would be 1 whatever the text, a sigmoid.
    /// </summary>
    /// <param name="problemType"><c>problem_type</c> of config.json, or null.</param>
    /// <param name="outputs">Number of outputs.</param>
    public static OutputKind Of(string? problemType, int outputs) => problemType switch
    {
        "regression" => OutputKind.Value,
        "multi_label_classification" => OutputKind.IndependentLabels,
        _ => outputs == 1 ? OutputKind.IndependentLabels : OutputKind.ExclusiveClasses,
    };

    /// <summary>
    /// The output that a classifier answers with: the largest, of equal ones the first; among numbers, of which none is nearer to the
    /// truth than another, the first.
    /// </summary>
    public static int Predicted(this OutputKind kind, IReadOnlyList<double> logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        int best = 0;
        for (int c = 1; c < logits.Count && kind != OutputKind.Value; c++)
            if (logits[c] > logits[best]) best = c;
        return best;
    }

    /// <summary>The probabilities that outputs stand for; null where they stand for none.</summary>
    public static double[]? Probabilities(this OutputKind kind, IReadOnlyList<double> logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (kind == OutputKind.Value) return null;
        if (kind == OutputKind.IndependentLabels) return [.. logits.Select(Sigmoid)];
        double logSum = LogSum(logits);
        return [.. logits.Select(z => Math.Exp(z - logSum))];
    }

    /// <summary>log of the probability that outputs give to one of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outputs of this kind stand for no probabilities.</exception>
    public static double LogProbability(this OutputKind kind, IReadOnlyList<double> logits, int index) => kind switch
    {
        OutputKind.ExclusiveClasses => logits[index] - LogSum(logits),
        OutputKind.IndependentLabels => LogSigmoid(logits[index]),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a value has no probability"),
    };

    /// <summary>1 / (1 + exp(−z)), exact in both tails.</summary>
    public static double Sigmoid(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));

    /// <summary>log of the sigmoid, exact in both tails.</summary>
    public static double LogSigmoid(double z) => Math.Min(z, 0) - double.LogP1(Math.Exp(-Math.Abs(z)));

    private static double LogSum(IReadOnlyList<double> logits)
    {
        double max = logits.Max();
        return max + Math.Log(logits.Sum(z => Math.Exp(z - max)));
    }
}

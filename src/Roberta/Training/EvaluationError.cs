namespace PureSaliency.Roberta.Training;

/// <summary>A text that a classifier answered wrongly, or a number that is off.</summary>
/// <param name="Source">The text with its label as it was written, and where it stood.</param>
public sealed record EvaluationError(LabelledText Source)
{
    /// <summary>The right class, or all labels that hold; null for numbers.</summary>
    public IReadOnlyList<string>? Truth { get; init; }

    /// <summary>What was answered; null for numbers.</summary>
    public IReadOnlyList<string>? Prediction { get; init; }

    /// <summary>How sure the model was: the probability of its answer, of several labels that of its surest wrong one; null for numbers.</summary>
    public double? Probability { get; init; }

    /// <summary>The number that was right; null for classes and labels.</summary>
    public double? Expected { get; init; }

    /// <summary>The model's number; null for classes and labels.</summary>
    public double? Found { get; init; }

    /// <summary>Found minus expected; null for classes and labels.</summary>
    public double? Residual => Found - Expected;
}

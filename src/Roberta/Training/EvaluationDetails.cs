namespace PureSaliency.Roberta.Training;

/// <summary>What stands behind the figures of an evaluation.</summary>
public sealed record EvaluationDetails
{
    /// <summary>Figures of each class or label in the model's order; none for numbers.</summary>
    public IReadOnlyList<ClassFigures> Classes { get; init; } = [];

    /// <summary>Which class was taken for which; null where classes do not exclude each other.</summary>
    public Confusion? Confusion { get; init; }

    /// <summary>All errors: those first that the model was surest of, of numbers those that are farthest off.</summary>
    public IReadOnlyList<EvaluationError> Errors { get; init; } = [];

    /// <summary>Of classes that exclude each other.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="truths">Class of each text.</param>
    /// <param name="answers">What the model took it for, and how sure it was.</param>
    internal static EvaluationDetails OfClasses(
        IReadOnlyList<LabelledText> texts, IReadOnlyList<string> labels, IReadOnlyList<int> truths, IReadOnlyList<(int Class, double Probability)> answers)
    {
        var names = new ClassNames(labels);
        var confusion = new Confusion([.. labels.Select((_, i) => names[i])]);
        for (int n = 0; n < truths.Count; n++) confusion.Add(truths[n], answers[n].Class);
        return new()
        {
            Classes = confusion.Figures(),
            Confusion = confusion,
            Errors = [.. texts.Select((text, n) => new EvaluationError(text)
            {
                Truth = [names[truths[n]]],
                Prediction = [names[answers[n].Class]],
                Probability = answers[n].Probability,
            }).Where((_, n) => truths[n] != answers[n].Class).OrderByDescending(error => error.Probability)],
        };
    }

    /// <summary>Of labels that hold or not, each by itself.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="labels">Names of the labels.</param>
    /// <param name="truths">Which hold for each text.</param>
    /// <param name="answers">Which the model says hold, and how sure it was of its surest wrong one.</param>
    /// <param name="counts">The counts of each label.</param>
    internal static EvaluationDetails OfLabels(
        IReadOnlyList<LabelledText> texts, IReadOnlyList<string> labels, IReadOnlyList<bool[]> truths,
        IReadOnlyList<(bool[] Holds, double Surest)> answers, LabelMetrics counts)
    {
        var names = new ClassNames(labels);
        return new()
        {
            Classes = [.. labels.Select((_, i) => counts.Figures(i, names[i]))],
            Errors = [.. texts.Select((text, n) => new EvaluationError(text)
            {
                Truth = Named(truths[n]),
                Prediction = Named(answers[n].Holds),
                Probability = answers[n].Surest,
            }).Where((_, n) => !truths[n].AsSpan().SequenceEqual(answers[n].Holds)).OrderByDescending(error => error.Probability)],
        };

        string[] Named(bool[] holds) => [.. Enumerable.Range(0, holds.Length).Where(i => holds[i]).Select(i => names[i])];
    }

    /// <summary>Of numbers.</summary>
    internal static EvaluationDetails OfValues(IReadOnlyList<LabelledText> texts, double[] expected, double[] found) => new()
    {
        Errors = [.. texts.Select((text, n) => new EvaluationError(text) { Expected = expected[n], Found = found[n] })
            .Where(error => error.Residual != 0).OrderByDescending(error => Math.Abs(error.Residual!.Value))],
    };
}

using System.Globalization;
using PureSaliency.Roberta;

namespace PureSaliency.Saliency.Report;

/// <summary>What is said of a classifier's outputs, on screens and pages alike.</summary>
public sealed class OutputText
{
    /// <summary>Most labels that a heading names.</summary>
    private const int Listed = 8;

    private readonly OutputKind outputs;
    private readonly IReadOnlyList<ClassScore> classes, answer;
    private readonly ClassScore top, target;
    private readonly ClassNames names;

    /// <summary>The outputs of an explanation.</summary>
    public OutputText(Explanation explanation)
        : this(Given(explanation).Outputs, explanation.Classes, explanation.Answer(), explanation.Prediction, explanation.Target)
    {
    }

    /// <summary>The outputs of a prediction.</summary>
    public OutputText(Prediction prediction)
        : this(Given(prediction).Outputs, prediction.Classes, prediction.Answer(), prediction.Top, prediction.Top)
    {
    }

    private OutputText(OutputKind outputs, IReadOnlyList<ClassScore> classes, IReadOnlyList<ClassScore> answer, ClassScore top, ClassScore target)
    {
        (this.outputs, this.classes, this.answer, this.top, this.target) = (outputs, classes, answer, top, target);
        names = new([.. classes.Select(c => c.Label)]);
    }

    /// <summary>The label, with its index where another has the same.</summary>
    public string Name(ClassScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return (uint)score.Index < (uint)classes.Count ? names[score.Index] : score.Label;
    }

    /// <summary>A probability in per cent, or the number where there is none.</summary>
    public static string Value(ClassScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return score.Probability is { } p ? (p * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : Number(score.Logit);
    }

    /// <summary>What the classifier answers, as names and values; more than a heading can hold are left out.</summary>
    public IReadOnlyList<(string Name, string Value)> Answer() =>
        [.. answer.Take(Listed).Select(score => (Name(score), Value(score)))];

    /// <summary>What else belongs to the answer: that no label holds and which is nearest, or how many more do.</summary>
    public string? AnswerMore() => answer.Count switch
    {
        0 => $"no label holds (nearest: {Name(top)} {Value(top)})",
        > Listed and var count => $"and {count - Listed} more",
        _ => null,
    };

    /// <summary>Whether something else is explained than what the heading names.</summary>
    public bool ExplainsAnother => answer is not [var only] || only.Index != target.Index;

    /// <summary>How the outputs are to be read, where they are no classes of which one is right.</summary>
    public string? Remark => outputs switch
    {
        OutputKind.IndependentLabels when classes.Count == 1 => "One label, with a probability of its own: it holds from a half on.",
        OutputKind.IndependentLabels => "The labels do not exclude each other: each has a probability of its own and holds from a half on.",
        OutputKind.Value => "The model gives a number, not a class: there is no probability.",
        _ => null,
    };

    /// <summary>What positive and negative scores mean for the output that is explained.</summary>
    public (string For, string Against) Signs() => Name(target) is var name && outputs == OutputKind.Value
        ? ($"raises {name}", "lowers it") : ($"speaks for {name}", "against it");

    /// <summary>A number with digits that people read.</summary>
    public static string Number(double value) =>
        value.ToString(Math.Abs(value) is >= 0.1 and < 1e6 ? "0.000" : "G4", CultureInfo.InvariantCulture);

    private static T Given<T>(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }
}

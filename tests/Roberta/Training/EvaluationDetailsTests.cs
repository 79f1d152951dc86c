using PureSaliency.Roberta.Training;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class EvaluationDetailsTests
{
    [Fact]
    public void Precision_recall_and_F1_are_those_counted_by_hand()
    {
        var confusion = new Confusion(["a", "b", "c", "never"]);
        foreach (var (truth, prediction) in new[] { (0, 0), (0, 0), (0, 1), (1, 1), (1, 0), (1, 0), (1, 0), (0, 2) }) confusion.Add(truth, prediction);
        Assert.Equal((2, 1, 1, 3, 1, 0), (confusion[0, 0], confusion[0, 1], confusion[0, 2], confusion[1, 0], confusion[1, 1], confusion[2, 2]));
        var figures = confusion.Figures();
        Assert.Equal(new ClassFigures(0, "a", 4, 5, 2, 4 / 9.0), figures[0]);
        Assert.Equal((2 / 5.0, 2 / 4.0), (figures[0].Precision, figures[0].Recall));
        Assert.Equal(new ClassFigures(1, "b", 4, 2, 1, 2 / 6.0), figures[1]);
        // Answered and nobody's label: no recall, F1 0. Neither: nothing at all.
        Assert.Equal((0.0, null, 0.0), (figures[2].Precision, figures[2].Recall, figures[2].F1));
        Assert.Equal((null, null, null), (figures[3].Precision, figures[3].Recall, figures[3].F1));
    }

    [Fact]
    public void The_surest_errors_come_first_and_what_is_right_is_none()
    {
        var details = EvaluationDetails.OfClasses(Texts("w", "x", "y", "z"), ["no", "yes"], [0, 1, 0, 1], [(1, 0.6), (1, 0.99), (1, 0.9), (0, 0.6)]);
        Assert.Equal(["y", "w", "z"], details.Errors.Select(error => error.Source.Text));
        Assert.Equal((0.9, "no", "yes"), (details.Errors[0].Probability, details.Errors[0].Truth!.Single(), details.Errors[0].Prediction!.Single()));
        Assert.Equal(1, details.Confusion![1, 1]);
    }

    [Fact]
    public void Classes_of_one_name_are_told_apart()
    {
        var details = EvaluationDetails.OfClasses(Texts("w"), ["x", "x"], [0], [(1, 0.6)]);
        Assert.Equal(["x (index 0)", "x (index 1)"], details.Classes.Select(figures => figures.Label));
        Assert.Equal(("x (index 0)", "x (index 1)"), (details.Errors[0].Truth!.Single(), details.Errors[0].Prediction!.Single()));
    }

    [Fact]
    public void Labels_that_hold_are_an_error_as_a_whole()
    {
        var counts = new LabelMetrics(2);
        counts.Add([3, -1], [true, true]);
        counts.Add([-2, -1], [false, false]);
        var details = EvaluationDetails.OfLabels(Texts("w", "x"), ["a", "b"], [[true, true], [false, false]], [([true, false], 0.7), ([false, false], 0)], counts);
        var error = Assert.Single(details.Errors);
        Assert.Equal(["a", "b"], error.Truth);
        Assert.Equal(["a"], error.Prediction);
        Assert.Equal(0.7, error.Probability);
        Assert.Equal([new ClassFigures(0, "a", 1, 1, 1, 1), new ClassFigures(1, "b", 1, 0, 0, 0)], details.Classes);
        Assert.Null(details.Confusion);
    }

    [Fact]
    public void The_largest_residuals_come_first_whatever_their_sign()
    {
        var details = EvaluationDetails.OfValues(Texts("w", "x", "y"), [1, 2, 3], [1.5, 2, 1]);
        Assert.Equal([("y", -2.0), ("w", 0.5)], details.Errors.Select(error => (error.Source.Text, error.Residual!.Value)));
        Assert.Empty(details.Classes);
    }

    private static LabelledText[] Texts(params string[] texts) => [.. texts.Select((text, i) => new LabelledText(text, "", $"line {i}"))];
}

using PureSaliency.Roberta.Training;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class ClassMetricsTests
{
    private readonly ClassMetrics metrics = new();

    [Fact]
    public void Loss_accuracy_and_F1_are_those_counted_by_hand()
    {
        Add([2, 0, 0, 0, 1, 0], 0, 0); // guessed 0 and 1
        Add([0, 3, 0, 1, 1, 0, 0, 5, 0], 1, 1, 2); // guessed 1, 0 and 1: of equals the first
        Assert.Equal(5, metrics.Count);
        Assert.Equal(2 / 5.0, metrics.Accuracy);
        // Class 0: 1 right, 2 there, 2 guessed. Class 1: 1, 2, 3. Class 2: none right.
        Assert.Equal((2 / 4.0 + 2 / 5.0 + 0) / 3, metrics.MacroF1, 1e-15);
        double e = Math.E;
        double[] losses =
        [
            Math.Log(e * e + 2) - 2, Math.Log(e + 2), Math.Log(Math.Exp(3) + 2) - 3, Math.Log(2 * e + 1) - 1, Math.Log(Math.Exp(5) + 2),
        ];
        Assert.Equal(losses.Average(), metrics.Loss, 1e-14);
    }

    [Fact]
    public void All_right_is_1()
    {
        Add([0, 1, 1, 0], 1, 0);
        Assert.Equal((1, 1), (metrics.Accuracy, metrics.MacroF1));
    }

    [Fact]
    public void Large_logits_are_no_trouble()
    {
        Add([1e30f, -1e30f, 1000, 0], 0, 1);
        Assert.Equal(500, metrics.Loss);
    }

    [Fact]
    public void A_class_that_is_answered_and_nobody_s_label_counts_0_in_F1_and_one_that_is_neither_does_not_count()
    {
        Add([0, 1, 0, 0, 0, 0, 1, 0], 1, 1); // guessed 1 and 2 of four classes
        Assert.Equal((2 / 3.0 + 0) / 2, metrics.MacroF1, 1e-15);
    }

    private void Add(double[] logits, params int[] labels) =>
        metrics.Add(Values.Of(new(labels.Length, logits.Length / labels.Length), logits).ToTensor<float>(), labels);
}

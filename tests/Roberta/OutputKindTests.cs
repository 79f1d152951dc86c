using PureSaliency.Roberta;

namespace PureSaliency.Tests.Roberta;

/// <summary>What outputs mean follows from problem_type and their number, and so do their probabilities.</summary>
public sealed class OutputKindTests
{
    [Theory]
    [InlineData(null, 3, OutputKind.ExclusiveClasses)]
    [InlineData(null, 2, OutputKind.ExclusiveClasses)]
    [InlineData(null, 1, OutputKind.IndependentLabels)]
    [InlineData("single_label_classification", 2, OutputKind.ExclusiveClasses)]
    [InlineData("single_label_classification", 1, OutputKind.IndependentLabels)]
    [InlineData("multi_label_classification", 5, OutputKind.IndependentLabels)]
    [InlineData("multi_label_classification", 1, OutputKind.IndependentLabels)]
    [InlineData("regression", 1, OutputKind.Value)]
    [InlineData("regression", 3, OutputKind.Value)]
    public void Kinds_are_those_of_the_reference(string? type, int outputs, OutputKind kind) =>
        Assert.Equal(kind, OutputKinds.Of(type, outputs));

    [Fact]
    public void Classes_share_one_probability_and_labels_have_one_each()
    {
        double[] logits = [Math.Log(1), Math.Log(2), Math.Log(5)];
        Near([0.125, 0.25, 0.625], OutputKind.ExclusiveClasses.Probabilities(logits)!);
        Near([1 / 2.0, 2 / 3.0, 5 / 6.0], OutputKind.IndependentLabels.Probabilities(logits)!);
        Assert.Null(OutputKind.Value.Probabilities(logits));
    }

    [Fact]
    public void Both_tails_of_the_sigmoid_are_exact()
    {
        Assert.Equal((0.0, 1.0, 0.5), (OutputKinds.Sigmoid(-800), OutputKinds.Sigmoid(800), OutputKinds.Sigmoid(0)));
        Assert.Equal(Math.Exp(-720), OutputKinds.Sigmoid(-720)); // not 0 yet, though exp(720) is more than any double
        Assert.Equal((-800.0, 0.0), (OutputKinds.LogSigmoid(-800), OutputKinds.LogSigmoid(800)));
        foreach (double z in (double[])[-40, -3, -1e-3, 0, 0.5, 7, 40])
        {
            Assert.Equal(1, OutputKinds.Sigmoid(z) + OutputKinds.Sigmoid(-z), 15);
            Assert.Equal(Math.Exp(OutputKinds.LogSigmoid(z)), OutputKinds.Sigmoid(z), 15);
        }
    }

    [Theory]
    [InlineData(OutputKind.ExclusiveClasses, 2)]
    [InlineData(OutputKind.IndependentLabels, 2)]
    [InlineData(OutputKind.Value, 0)]
    public void The_answer_is_the_first_of_the_largest_and_of_numbers_the_first(OutputKind kind, int answer)
    {
        Assert.Equal(answer, kind.Predicted([-3.0, -5, 2, 2, -1]));
        Assert.Equal(0, kind.Predicted([-3.0]));
        Assert.Equal(0, kind.Predicted([-1.0, -1, -2]));
        Assert.Equal(answer / 2, kind.Predicted([-1.0, 0]));
    }

    [Fact]
    public void No_outputs_at_all_are_the_callers_mistake()
    {
        Assert.Equal("logits", Assert.Throws<ArgumentNullException>(() => OutputKind.Value.Predicted(null!)).ParamName);
        Assert.Equal("logits", Assert.Throws<ArgumentNullException>(() => OutputKind.Value.Probabilities(null!)).ParamName);
    }

    [Fact]
    public void Outputs_far_apart_leave_no_room_for_doubt()
    {
        Assert.Equal([0.0, 1.0], OutputKind.ExclusiveClasses.Probabilities([-400.0, 400])!);
        Assert.Equal(-800, OutputKind.ExclusiveClasses.LogProbability([-400.0, 400], 0));
    }

    [Theory]
    [InlineData(OutputKind.ExclusiveClasses)]
    [InlineData(OutputKind.IndependentLabels)]
    public void The_logarithm_is_of_the_probability(OutputKind kind)
    {
        double[] logits = [-1.5, 0.25, 2];
        for (int c = 0; c < 3; c++)
            Assert.Equal(Math.Log(kind.Probabilities(logits)![c]), kind.LogProbability(logits, c), 14);
        Assert.Throws<ArgumentOutOfRangeException>(() => OutputKind.Value.LogProbability(logits, 0));
    }

    private static void Near(double[] expected, double[] actual)
    {
        foreach (var (e, a) in expected.Zip(actual)) Assert.Equal(e, a, 15);
    }
}

using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tests.Roberta;

namespace PureSaliency.Tests.Saliency;

/// <summary>What a classifier's outputs mean reaches the explanation: probabilities, the answer, what is explained.</summary>
public sealed class OutputsTests : IDisposable
{
    private const string Text = "he saw the sea";
    private static readonly ExplainOptions Plain = new() { Decode = false };
    private readonly MadeModel made = new();

    public void Dispose() => made.Dispose();

    [Fact]
    public void Labels_that_do_not_exclude_each_other_have_a_sigmoid_each()
    {
        // Two hold, and one does not.
        using var explainer = made.With("problem_type", "\"multi_label_classification\"").Scale("classifier.out_proj.weight", 0.01)
            .Fill("classifier.out_proj.bias", i => 1 - i).Load();
        var explanation = explainer.Explain(Text, Plain);
        Assert.Equal((OutputKind.IndependentLabels, OutputKind.IndependentLabels), (explainer.Outputs, explanation.Outputs));
        Assert.All(explanation.Classes, c => Assert.Equal(1 / (1 + Math.Exp(-c.Logit)), c.Probability!.Value, 1e-12));
        Assert.Equal(explanation.Classes.Where(c => c.Logit >= 0).OrderByDescending(c => c.Logit), explanation.Answer());
        Assert.Equal(0, explanation.Prediction.Index);
        Assert.Equal(0, explanation.Target.Index);
    }

    [Fact]
    public void None_may_hold_and_the_nearest_is_explained()
    {
        using var explainer = made.With("problem_type", "\"multi_label_classification\"").Scale("classifier.out_proj.weight", 0.01)
            .Fill("classifier.out_proj.bias", i => i - 4).Load();
        var explanation = explainer.Explain(Text, Plain);
        Assert.Empty(explanation.Answer());
        Assert.Equal((2, 2), (explanation.Prediction.Index, explanation.Target.Index));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("\"single_label_classification\"")]
    public void One_output_without_a_type_of_its_own_is_a_sigmoid(string? type)
    {
        using var one = new MadeModel(classes: 1);
        if (type is not null) one.With("problem_type", type);
        using var explainer = one.Load();
        var only = Assert.Single(explainer.Explain(Text, Plain).Classes);
        Assert.Equal(1 / (1 + Math.Exp(-only.Logit)), only.Probability!.Value, 1e-12);
        // Its gradient is not the zero that a softmax over one number has.
        Assert.Contains(explainer.Explain(Text, Plain with { Value = ExplainedValue.Probability, Method = GradNorm.Name, Layer = LayerChoice.At(0) })
            .Layers[0].WordScores, score => score > 0);
    }

    [Fact]
    public void A_regression_gives_its_number_and_no_probability()
    {
        using var one = new MadeModel(classes: 1);
        using var explainer = one.With("problem_type", "\"regression\"").Load();
        var explanation = explainer.Explain(Text, Plain);
        Assert.Equal(OutputKind.Value, explanation.Outputs);
        Assert.Null(Assert.Single(explanation.Classes).Probability);
        Assert.Equal(explanation.Classes, explanation.Answer());
        foreach (var value in (ExplainedValue[])[ExplainedValue.Probability, ExplainedValue.LogProbability])
            Refused.With(() => explainer.Explain(Text, Plain with { Value = value }), "'model' gives a number and no probabilities", "expected logit");
    }

    [Fact]
    public void Several_numbers_are_explained_one_by_one_and_the_first_unless_another_is_named()
    {
        using var explainer = made.With("problem_type", "\"regression\"").Fill("classifier.out_proj.bias", i => i).Load();
        var first = explainer.Explain(Text, Plain);
        Assert.Equal((0, 0), (first.Prediction.Index, first.Target.Index));
        Assert.Contains(first.Notes, note => note.StartsWith("The model gives 3 numbers", StringComparison.Ordinal));
        var last = explainer.Explain(Text, Plain with { Target = "2" });
        Assert.Equal((2, 2), (last.Prediction.Index, last.Target.Index));
        Assert.DoesNotContain(last.Notes, note => note.StartsWith("The model gives", StringComparison.Ordinal));
        Assert.Equal(first.Classes, last.Classes);
    }

    [Fact]
    public void Classes_share_one_probability_as_before()
    {
        using var explainer = made.Load();
        var explanation = explainer.Explain(Text, Plain);
        Assert.Equal(OutputKind.ExclusiveClasses, explanation.Outputs);
        Assert.Equal(1, explanation.Classes.Sum(c => c.Probability!.Value), 1e-12);
        Assert.Equal([explanation.Prediction], explanation.Answer());
    }

    [Theory]
    [InlineData("multi_label_classification", ExplainedValue.Probability)]
    [InlineData("multi_label_classification", ExplainedValue.LogProbability)]
    [InlineData("regression", ExplainedValue.Logit)]
    public void Integrated_gradients_add_up_to_the_change_of_the_value_that_is_meant(string type, ExplainedValue value)
    {
        using var explainer = made.With("problem_type", $"\"{type}\"").Load(precision: Precision.Float64);
        var explanation = explainer.Explain(Text, (Plain with
        {
            Method = IntegratedGradients.Name,
            Value = value,
            Layer = LayerChoice.At(1),
            Target = "1",
        }).With(IntegratedGradients.Steps, 2000));
        var sum = explanation.Layers[0].Completeness!;
        Assert.Equal(sum.Difference, sum.Sum, 1e-4 * Math.Max(1e-2, Math.Abs(sum.Difference)));
        Assert.NotEqual(0, sum.Difference);
    }

    [Fact]
    public void A_long_text_has_the_sigmoids_of_its_mean_logits()
    {
        using var explainer = made.With("problem_type", "\"multi_label_classification\"").Load();
        var explanation = explainer.Explain(string.Join(' ', Enumerable.Repeat(Text, 5)), Plain);
        Assert.True(explanation.Windows.Count > 1);
        foreach (var c in explanation.Classes)
        {
            Assert.Equal(explanation.Windows.Average(window => window.Logits[c.Index]), c.Logit, 1e-12);
            Assert.Equal(OutputKinds.Sigmoid(c.Logit), c.Probability!.Value, 1e-12);
        }
    }

    [Fact]
    public void A_target_whose_name_two_have_is_refused_and_each_is_explained_by_its_index()
    {
        using var explainer = made.With("id2label", """{"0":"good","1":"bad","2":"good"}""").Load();
        Refused.With(() => explainer.Explain(Text, Plain with { Target = "good" }), "'good' is the name of classes 0 and 2; give an index");
        Assert.Equal(2, explainer.Explain(Text, Plain with { Target = "2" }).Target.Index);
        Assert.Equal(0, explainer.Explain(Text, Plain with { Target = "index:0" }).Target.Index);
        Assert.Equal(1, explainer.Explain(Text, Plain with { Target = "bad" }).Target.Index);
    }
}

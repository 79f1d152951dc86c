using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Tests.Saliency;

/// <summary>A map that shows nothing says why, and what to do.</summary>
public sealed class ExplanationNotesTests : IDisposable
{
    private const string Text = "he saw the sea";
    private static readonly ExplainOptions Plain = ExplainOptions.Paper with { Decode = false, Layer = LayerChoice.At(1), Rectify = Rectify.None };
    private readonly MadeModel made = new();

    public void Dispose() => made.Dispose();

    [Fact]
    public void A_map_with_scores_needs_no_note()
    {
        using var explainer = made.Load();
        foreach (var aggregation in SaliencyMethods.All.Select(method => method.Info.Name))
        {
            // In the model's first block no attention that <s> pays to a word raises the logit: there gradient-rollout has nothing to roll.
            var options = Plain with { Method = aggregation, Layer = LayerChoice.At(aggregation == GradientRollout.Name ? 2 : 1) };
            Assert.Empty(explainer.Explain(Text, options).Notes.Select(note => $"{aggregation}: {note}"));
        }
    }

    [Theory]
    [InlineData(GradNorm.Name)]
    [InlineData(GradXInput.Name)]
    [InlineData(IntegratedGradients.Name)]
    public void At_the_last_layer_the_classifier_reads_the_first_position_alone(string aggregation)
    {
        using var explainer = made.Load();
        var options = Plain with { Method = aggregation, Layer = LayerChoice.At(2) };
        Assert.Equal(["At layer 2 no word has a score: it is the last, where the classifier reads <s> alone, so that the words have no gradient; take a lower layer."],
            explainer.Explain(Text, options).Notes);
        Assert.Equal(["At layer 2 no word has a score: it is the last, where the classifier reads <s> alone, so that the words have no gradient; take a lower layer."],
            explainer.Explain(Text, options with { Layer = LayerChoice.All }).Notes);
        string longText = string.Join(' ', Enumerable.Repeat(Text, 5));
        Assert.Collection(explainer.Explain(longText, options).Notes,
            note => Assert.Contains("overlapping windows", note), note => Assert.Contains("reads <s> alone", note));
    }

    [Fact]
    public void A_mean_over_the_words_alone_is_one_over_zeros_there_too()
    {
        using var explainer = made.Load();
        var options = (Plain with { Layer = LayerChoice.At(2) }).With(GradCam.MeanOver, MeanOver.WithoutSpecial);
        Assert.Contains("reads <s> alone", Assert.Single(explainer.Explain(Text, options).Notes));
    }

    [Theory]
    [InlineData("</s>")]
    [InlineData("<s></s> <pad>")]
    public void A_text_of_marks_alone_has_no_words(string text)
    {
        using var explainer = made.Load();
        foreach (var aggregation in SaliencyMethods.All.Select(method => method.Info.Name))
        {
            var explanation = explainer.Explain(text, Plain with { Method = aggregation, Rectify = Rectify.Relu });
            Assert.Empty(explanation.Words);
            Assert.StartsWith("The text has no words, only marks", Assert.Single(explanation.Notes));
        }
    }

    [Fact]
    public void Scores_that_the_relu_took_away_to_the_last_are_told()
    {
        using var explainer = made.Load();
        string[] texts = ["he", "saw", "the", "sea", "a", "b"], targets = ["0", "1", "2"];
        int told = 0;
        foreach (var (text, target) in texts.SelectMany(text => targets.Select(target => (text, target))))
        {
            var options = Plain with { Target = target };
            bool negative = explainer.Explain(text, options).Layers[0].TokenScores.ToArray()[1..^1].All(score => score <= 0);
            var relu = explainer.Explain(text, options with { Rectify = Rectify.Relu });
            Assert.Equal(negative, relu.Layers[0].WordScores.All(score => score == 0));
            if (!negative) continue;
            Assert.Contains("At layer 1 no word has a score: all position scores of its words are negative and were set to zero (rectify relu)", Assert.Single(relu.Notes));
            told++;
        }
        Assert.InRange(told, 1, texts.Length * targets.Length - 1);
    }

    [Theory]
    [InlineData(null, 200)]
    [InlineData("\"multi_label_classification\"", 200)]
    [InlineData("\"multi_label_classification\"", -200)]
    public void A_probability_that_does_not_move_any_more_is_told(string? type, double bias)
    {
        if (type is not null) made.With("problem_type", type);
        using var explainer = made.Fill("classifier.out_proj.bias", i => i == 0 ? bias : 0).Load();
        var options = Plain with { Target = "0", Value = ExplainedValue.Probability };
        string percent = bias > 0 ? "100.0 %" : "0.0 %";
        Assert.Equal($"At layer 1 no word has a score: the gradient of the probability is exactly 0. "
            + $"At a probability of {percent} it does not move any more in float32; explain the logit.", Assert.Single(explainer.Explain(Text, options).Notes));
        Assert.Empty(explainer.Explain(Text, options with { Value = ExplainedValue.Logit }).Notes);
    }

    [Fact]
    public void A_classifier_that_reads_nothing_is_told()
    {
        using var explainer = made.Fill("classifier.out_proj.weight", _ => 0).Load();
        foreach (var method in SaliencyMethods.All.Select(method => method.Info).Where(method => method.UsesValue))
            Assert.Contains(((method.Needs & (Needs.Gradient | Needs.AttentionGradient | Needs.StateGradients)) == 0 ? "taking words away does not change the logit." : "the gradient of the logit is exactly 0.")
                + " Whatever the words are, the model gives the same", Assert.Single(explainer.Explain(Text, Plain with { Method = method.Name }).Notes));
    }

    [Fact]
    public void Nothing_listed_is_not_nothing_found()
    {
        using var explainer = made.Load();
        Assert.Equal(["top is 0: neither words nor vocabulary entries are listed."], explainer.Explain(Text, Plain with { Top = 0 }).Notes);
    }

    [Fact]
    public void Attention_is_followed_from_the_last_layer_unless_one_is_named()
    {
        using var explainer = made.Load();
        var options = Plain with { Method = AttentionRollout.Name, Layer = LayerChoice.Auto };
        var explanation = explainer.Explain(Text, options);
        Assert.Equal(2, explanation.ChosenLayer);
        Assert.All(explanation.Layers[0].WordScores, score => Assert.True(score > 0));
        Assert.Empty(explanation.Notes);
        Assert.Contains("below layer 0 there is none; take a higher layer", Assert.Single(explainer.Explain(Text, options with { Layer = LayerChoice.At(0) }).Notes));
        Assert.Contains("At layer 0 no word", Assert.Single(explainer.Explain(Text, options with { Layer = LayerChoice.All }).Notes));
    }

    [Fact]
    public void Rows_that_decode_to_other_words_are_told()
    {
        int count = made.Head.Sizes.Vocabulary;
        made.Head.Fill("lm_head.bias", i => i >= count - 3 ? 100 : 0); // three entries that no text here has
        using var explainer = made.Load(decodes: true);
        var options = ExplainOptions.Paper with { Layer = LayerChoice.At(1), Rectify = Rectify.Abs, Tau = 3 };
        string text = "cab";
        Assert.Contains("none of which is among the 3 entries kept for each (tau)", Assert.Single(explainer.Explain(text, options).Notes));
        Assert.Empty(explainer.Explain(text, options with { Tau = count }).Notes);
        Assert.Empty(explainer.Explain(text, options with { Vocabulary = VocabularyScope.Input }).Notes);
    }

    [Fact]
    public void Of_a_number_no_saturation_is_spoken()
    {
        using var one = new MadeModel(classes: 1);
        using var explainer = one.With("problem_type", "\"regression\"").Fill("classifier.out_proj.bias", _ => 40).Load();
        int told = 0;
        foreach (var aggregation in SaliencyMethods.All.Select(method => method.Info.Name))
            foreach (string text in (string[])["he", "sea", Text])
                foreach (int layer in (int[])[0, 1, 2])
                    foreach (string note in explainer.Explain(text, ExplainOptions.Paper with { Decode = false, Method = aggregation, Layer = LayerChoice.At(layer) }).Notes)
                    {
                        Assert.DoesNotContain("saturated", note);
                        Assert.DoesNotContain("probability", note);
                        Assert.DoesNotContain("%", note);
                        if (note.Contains("rectify relu", StringComparison.Ordinal)) told++;
                        if (note.Contains("rectify relu", StringComparison.Ordinal)) Assert.Contains("speaks for a lower number", note);
                    }
        Assert.True(told > 0);
    }
}

using PureSaliency.Roberta;
using PureSaliency.Saliency;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Saliency;

/// <summary>A prediction has the numbers of an explanation, to the last bit, and needs neither gradient nor language model.</summary>
public sealed class PredictTests
{
    private static readonly string Base = Repository.Path("tests", "cases", "base");
    private static readonly string Long = string.Join(' ', Enumerable.Repeat("a warm film that wastes its story", 20));

    private static readonly string[] Texts = ["a warm film", "an utter waste", Long, "the story", "a warm, fine film of the cast", "a", Long + " an utter waste"];

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Float64)]
    public void The_numbers_are_those_of_an_explanation_alone_and_in_company(Precision precision)
    {
        using var explainer = Explainer.Load(Base, new LoadOptions { Precision = precision });
        using var alone = Explainer.Load(Base, new LoadOptions { Precision = precision, PredictsAlone = true });
        var together = alone.Predict(Texts);
        var many = explainer.PredictMany(Texts).ToArray();
        for (int i = 0; i < Texts.Length; i++)
        {
            // Where attention is kept, and where the last layer is, the pass is another one.
            foreach (string method in new[] { "grad-cam", "attention-rollout" })
            {
                var explained = explainer.Explain(Texts[i], new ExplainOptions { Decode = false, Method = method, Layer = LayerChoice.All });
                foreach (var predicted in new[] { explainer.Predict(Texts[i]), alone.Predict(Texts[i]), together[i], many[i].Prediction! })
                    AssertSame(explained, predicted);
            }
        }
        Assert.Contains(together, prediction => prediction.Windows.Count > 1);
    }

    [Fact]
    public void A_long_text_says_that_its_logits_are_means_and_is_heard_of()
    {
        using var explainer = Explainer.Load(Base, new LoadOptions { PredictsAlone = true });
        var heard = new List<TextProgress>();
        var prediction = explainer.Predict(Long, new Listener(heard));
        Assert.InRange(prediction.Windows.Count, 2, 100);
        Assert.Equal(prediction.Windows.Average(window => window.Logits[0]), prediction.Classes[0].Logit);
        string note = Assert.Single(prediction.Notes);
        Assert.Contains($"read in {prediction.Windows.Count} overlapping windows; logits are means over windows.", note);
        Assert.Equal((0.0, 1.0), (heard[0].Fraction, heard[^1].Fraction));
        Assert.Equal((prediction.Tokens, prediction.Windows.Count), (heard[^1].Tokens, heard[^1].Read));
    }

    [Fact]
    public void An_empty_text_is_refused_and_keeps_its_place_in_a_corpus()
    {
        using var explainer = Explainer.Load(Base, new LoadOptions { PredictsAlone = true });
        Assert.Equal("The text is empty.", Assert.Throws<InputException>(() => explainer.Predict(" ")).Message);
        Assert.Equal("Text 2 of 2 is empty.", Assert.Throws<InputException>(() => explainer.Predict(["a", ""])).Message);
        var many = explainer.PredictMany(["a warm film", "", "the story"]).ToArray();
        Assert.Equal([null, "The text is empty.", null], many.Select(one => one.Problem));
        Assert.Equal(["a warm film", null, "the story"], many.Select(one => one.Prediction?.Text));
    }

    [Fact]
    public void A_classifier_that_predicts_alone_looks_for_no_language_model_and_explains_plainly()
    {
        using var explainer = Explainer.Load(DefaultModel.Folder, new LoadOptions { PredictsAlone = true });
        Assert.False(explainer.CanDecode);
        Assert.Null(explainer.Head);
        Assert.Contains("was loaded to predict alone", Assert.Throws<NoLanguageModelException>(() => explainer.Explain("a film", ExplainOptions.Paper)).Message);
        AssertSame(explainer.Explain("a film"), explainer.Predict("a film"));
    }

    private static void AssertSame(Explanation explained, Prediction predicted)
    {
        Assert.Equal(explained.Text, predicted.Text);
        Assert.Equal(explained.Prediction, predicted.Top);
        Assert.Equal(explained.Classes, predicted.Classes);
        Assert.Equal(explained.Answer(), predicted.Answer());
        Assert.Equal(explained.Tokens.Count, predicted.Tokens);
        Assert.Equal(explained.Windows.Select(window => window.Logits), predicted.Windows.Select(window => window.Logits));
        Assert.Equal(explained.Model, predicted.Model);
        Assert.Equal(OutputKind.ExclusiveClasses, predicted.Outputs);
    }

    private sealed class Listener(List<TextProgress> heard) : IProgress<TextProgress>
    {
        public void Report(TextProgress value) => heard.Add(value);
    }
}

using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Saliency;

/// <summary>Methods side by side have the very numbers that each has alone.</summary>
public sealed class CompareTests : IDisposable
{
    private static readonly string Long = string.Join(' ', Enumerable.Repeat("a warm film that wastes its story", 20));

    private static readonly ExplainOptions[] Methods =
    [
        new() { Method = GradNorm.Name, Decode = false },
        new() { Method = Occlusion.Name, Decode = false, Rectify = Rectify.None },
        new() { Method = GradXInput.Name, Decode = false, Rectify = Rectify.None, Layer = LayerChoice.All },
    ];

    private readonly Explainer _explainer = Explainer.Load(Repository.Path("tests", "cases", "base"));

    public void Dispose() => _explainer.Dispose();

    [Fact]
    public void Each_explanation_is_the_one_that_the_method_gives_alone()
    {
        string[] texts = ["a warm film", "an utter waste of its story", Long];
        var together = _explainer.Compare(texts, Methods);
        var many = _explainer.CompareMany(texts, Methods).ToArray();
        for (int i = 0; i < texts.Length; i++)
        {
            foreach (var comparison in new[] { together[i], many[i].Comparison!, _explainer.Compare(texts[i], Methods) })
                foreach (var (options, found) in Methods.Zip(comparison.Explanations))
                {
                    var alone = _explainer.Explain(texts[i], options);
                    Assert.Equal(alone.Options, found.Options);
                    Assert.Equal(alone.Classes, found.Classes);
                    Assert.Equal(alone.Layers.Select(layer => layer.TokenScores), found.Layers.Select(layer => layer.TokenScores));
                }
            Assert.Equal(together[i].Agreement, many[i].Comparison!.Agreement);
        }
        Assert.True(together[2].Explanations[0].Windows.Count > 1);
    }

    [Fact]
    public void A_method_agrees_with_itself()
    {
        var agreement = Assert.Single(_explainer.Compare("a warm film that wastes its story", [Methods[0], Methods[0]]).Agreement);
        Assert.Equal(1, agreement.Spearman!.Value, 1e-14);
        Assert.Equal(1, agreement.Overlap);
    }

    [Fact]
    public void A_text_that_cannot_be_explained_keeps_its_place()
    {
        var results = _explainer.CompareMany(["a film", " ", "a story"], Methods).ToArray();
        Assert.Equal(["a film", null, "a story"], results.Select(result => result.Comparison?.Text));
        Assert.Equal("The text is empty.", results[1].Problem);
    }

    [Fact]
    public void Windows_of_all_methods_are_heard_of_as_one_way()
    {
        var heard = new List<TextProgress>();
        _explainer.Compare(Long, Methods, new Listener(heard));
        double[] fractions = [.. heard.Select(progress => progress.Fraction)];
        Assert.Equal((0.0, 1.0), (fractions[0], fractions[^1]));
        Assert.Equal(fractions.Order(), fractions);
    }

    [Fact]
    public void What_does_not_fit_a_method_names_it()
    {
        Assert.StartsWith("occlusion: layer is 99, expected 0 to 2",
            Assert.Throws<InputException>(() => _explainer.CheckAll([Methods[0], Methods[1] with { Layer = LayerChoice.At(99) }])).Message);
        Assert.StartsWith("layer is 99", Assert.Throws<InputException>(() => _explainer.CheckAll([Methods[1] with { Layer = LayerChoice.At(99) }])).Message);
        Assert.Throws<ArgumentException>(() => _explainer.CheckAll([]));
    }

    private sealed class Listener(List<TextProgress> heard) : IProgress<TextProgress>
    {
        public void Report(TextProgress value) => heard.Add(value);
    }
}

using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;

namespace PureSaliency.Tests.Saliency;

/// <summary>What is put together of the numbers of a text's windows: places, listed entries, times.</summary>
public class ExplanationBuilderTests(DefaultModel model) : IClassFixture<DefaultModel>
{
    private const string Film = "a warm, funny and gripping film that stays with you";

    [Fact]
    public void Times_of_the_parts_lie_within_the_whole()
    {
        string @long = string.Join(" ", Enumerable.Repeat(Film, 60));
        foreach (var explanation in (Explanation[])[model.Explainer.Explain(Film), .. model.Explainer.Explain(["dull", Film, "so-so"]), model.Explainer.Explain(@long)])
        {
            var time = explanation.Timing;
            double[] parts = [time.Tokenize, time.Forward, time.Backward, time.Decode];
            Assert.All(parts, part => Assert.True(part > 0, time.ToString()));
            Assert.True(parts.Sum() <= time.Total, time.ToString());
        }
    }

    [Fact]
    public void A_character_that_the_vocabulary_lacks_is_shown_as_its_mark_at_its_place()
    {
        using var made = new MadeModel();
        string vocabulary = File.ReadAllText(made.Classifier["vocab.json"]);
        File.WriteAllText(made.Classifier["vocab.json"], vocabulary.Replace("\"Ã\":", "\"unlike\":"));
        using var explainer = made.Load();
        var token = explainer.Explain("hé!", ExplainOptions.Paper with { Decode = false }).Tokens[2];
        Assert.Equal(("<unk>", "<unk>", 1, 2, true), (token.Piece, token.Text, token.Start, token.End, token.Special));
    }

    [Theory]
    [InlineData(150)]
    [InlineData(263)]
    public void Entries_are_listed_by_the_size_of_what_they_got(int tau)
    {
        using var made = new MadeModel();
        using var explainer = made.Load(decodes: true);
        var options = ExplainOptions.Paper with
        {
            Method = GradXInput.Name,
            Rectify = Rectify.None,
            DecodeScale = DecodeScale.Logits,
            Layer = LayerChoice.At(1),
            Tau = tau,
            Top = 263,
        };
        var all = explainer.Explain("he saw the sea", options).Layers[0].Vocabulary;
        Assert.InRange(all.Count(entry => entry.Score > 0), 1, all.Count - 1);
        Assert.DoesNotContain(all, entry => entry.Score == 0);
        Assert.Equal(all.OrderByDescending(entry => Math.Abs(entry.Score)).ThenBy(entry => entry.Id), all);
        foreach (int top in (int[])[0, 1, 7, 262, 263, 500])
            Assert.Equal(all.Take(top), explainer.Explain("he saw the sea", options with { Top = top }).Layers[0].Vocabulary);
        var rectified = explainer.Explain("he saw the sea", options with { Rectify = Rectify.Relu, DecodeScale = DecodeScale.Softmax });
        Assert.All(rectified.Layers[0].PositionScores, score => Assert.Equal(0, score));
        Assert.Empty(rectified.Layers[0].Vocabulary);
    }

    [Fact]
    public void Of_windows_that_are_alike_the_words_are_those_of_one()
    {
        using var made = new MadeModel();
        using var explainer = made.Load(decodes: true);
        var options = ExplainOptions.Paper with { Layer = LayerChoice.At(1), Rectify = Rectify.Abs };
        Explanation one = explainer.Explain(new string('!', 12), options), several = explainer.Explain(new string('!', 20), options);
        Assert.Equal((0, 2), (one.Windows.Count, several.Windows.Count));
        var (expected, found) = (one.Layers[0].Vocabulary, several.Layers[0].Vocabulary);
        Assert.Equal(expected.Select(entry => entry.Piece), found.Select(entry => entry.Piece));
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-9));
    }
}

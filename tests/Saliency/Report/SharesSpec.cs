using PureSaliency.Saliency;
using PureSaliency.Saliency.Report;

namespace PureSaliency.Tests.Saliency.Report;

public class SharesSpec
{
    [Fact]
    public void Equal_words_are_one_line_and_shares_are_of_the_sum_of_sizes() => Assert.Equal(
        [new("of", 2, -5, -0.5), new("a", 1, 3, 0.3), new("Of", 1, 2, 0.2)],
        Shares.OfWords(Words(["of", "a", "Of", "of"], [-3, 3, 2, -2], out var layer), layer));

    [Fact]
    public void Words_that_carry_next_to_nothing_are_left_out_but_for_the_first()
    {
        Assert.Equal(["a"], Shares.OfWords(Words(["a", "b", "c"], [1000, 1, 0], out var layer), layer).Select(line => line.Name));
        string[] many = [.. Enumerable.Range(0, 500).Select(i => $"w{i}")];
        Assert.Single(Shares.OfWords(Words(many, [.. many.Select(_ => 1.0)], out layer), layer));
        Assert.Empty(Shares.OfWords(Words(["a"], [0], out layer), layer));
    }

    [Fact]
    public void No_more_lines_than_asked_for() =>
        Assert.Equal(["c", "b"], Shares.OfWords(Words(["a", "b", "c"], [1, 2, 3], out var layer, top: 2), layer).Select(line => line.Name));

    [Fact]
    public void Entries_that_read_alike_are_one_and_marks_are_none()
    {
        var explanation = Vocabulary(new(), ("<s>", 8), (" fun", 3), (",", 9), ("Fun", 1), (" film", 2));
        Assert.Equal([new("fun", 1, 4, 0.4, false), new("film", 1, 2, 0.2)], Shares.OfVocabulary(explanation, explanation.Layers[0]));
    }

    [Fact]
    public void Rows_that_are_no_probabilities_have_no_shares()
    {
        var explanation = Vocabulary(new() { DecodeScale = DecodeScale.Logits }, (" fun", 3));
        var line = Assert.Single(Shares.OfVocabulary(explanation, explanation.Layers[0]));
        Assert.Null(line.Share);
        Assert.Equal("+3", HeatMap.Signed(line));
    }

    [Theory]
    [InlineData(0.4126, "+41.3 %")]
    [InlineData(-0.02, "-2.0 %")]
    [InlineData(0, "0.0 %")]
    public void A_share_is_read_in_per_cent_with_its_sign(double share, string read) => Assert.Equal(read, HeatMap.Signed(new("a", 1, 1, share)));

    private static Explanation Words(string[] words, double[] scores, out LayerExplanation layer, int top = 10)
    {
        layer = Samples.Plain.Layers[0] with { WordScores = scores };
        return Samples.Plain with
        {
            Options = Samples.Plain.Options with { Top = top },
            Words = [.. words.Select(word => Samples.Plain.Words[0] with { Text = word })],
            Layers = [layer],
        };
    }

    private static Explanation Vocabulary(ExplainOptions options, params (string Text, double Score)[] entries)
    {
        var explanation = Words(["film"], [1], out var layer);
        return explanation with
        {
            Options = options,
            Layers = [layer with
            {
                PositionScores = [-4, 6],
                Vocabulary = [.. entries.Select((entry, i) => new VocabularyScore(i, entry.Text, entry.Text, entry.Score, false))],
            }],
        };
    }
}

using PureSaliency.Saliency;
using PureSaliency.Saliency.Methods;
using PureSaliency.Tests.Saliency.Report;

namespace PureSaliency.Tests.Saliency;

public sealed class MethodComparisonTests
{
    [Fact]
    public void Agreement_is_the_correlation_of_ranks_and_the_share_of_top_words_that_are_the_same()
    {
        // Ranks 6 5 4 3 2 1 and 5 6 4 3 1 2, of which d² adds up to 4; the top five lack the last place here, the fifth there.
        var agreement = MethodAgreement.Of(0, 1, [9, 8, 7, 6, 5, 4], [0.8, 0.9, 0.7, 0.6, 0.1, 0.2]);
        Assert.Equal(1 - 6 * 4 / (6.0 * 35), agreement.Spearman!.Value, 1e-14);
        Assert.Equal(4 / 5.0, agreement.Overlap);
    }

    [Fact]
    public void Top_words_are_those_of_the_largest_size_whatever_their_sign()
    {
        Assert.Equal(1, MethodAgreement.Of(0, 1, [-9, 8, -7, 6, -5, 1, 0], [9, 8, 7, 6, 5, 1, 2]).Overlap);
        Assert.Equal(-1, MethodAgreement.Of(0, 1, [-2, -1], [2, 1]).Spearman!.Value, 1e-14);
    }

    [Fact]
    public void A_word_without_a_score_is_no_top_word()
    {
        Assert.Equal(1 / 3.0, MethodAgreement.Of(0, 1, [0, 5, 0, 0], [1, 2, 3, 0]).Overlap);
        var silent = MethodAgreement.Of(0, 1, [0, 0], [0, 0]);
        Assert.Equal((null, null), (silent.Spearman, silent.Overlap));
        Assert.Equal(0, MethodAgreement.Of(0, 1, [0, 0], [1, 2]).Overlap);
    }

    [Fact]
    public void Each_is_held_against_each()
    {
        var comparison = ComparisonJsonSpec.Sample;
        Assert.Equal(["decoded-grad-cam", "grad-norm", "random"], comparison.Methods);
        Assert.Equal([(0, 1), (0, 2), (1, 2)], comparison.Agreement.Select(pair => (pair.First, pair.Second)));
        Assert.Same(comparison.Between(1, 2), comparison.Between(2, 1));
    }

    [Fact]
    public void Only_explanations_of_one_text_are_compared()
    {
        Assert.Throws<ArgumentException>(() => MethodComparison.Of([]));
        Assert.Throws<ArgumentException>(() => MethodComparison.Of([Samples.Plain, Samples.Rich]));
        Assert.Throws<ArgumentException>(() => MethodComparison.Of([Samples.Plain, Samples.Plain with { Words = [] }]));
    }
}

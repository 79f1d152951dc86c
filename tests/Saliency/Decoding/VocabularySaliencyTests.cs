using FsCheck.Xunit;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Decoding;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Saliency.Decoding;

/// <summary>The laws of S over the vocabulary and of what each place gets of it, on rows made by hand.</summary>
public class VocabularySaliencyTests
{
    private const int Vocabulary = 12;

    [Fact]
    public void S_is_the_weighted_sum_of_the_rows()
    {
        var saliency = new VocabularySaliency([Row([3, 5], [0.5, 0.25]), Row([5, 0], [0.5, 0.125])], [2, 4], Vocabulary);
        Assert.Equal([0.5, 0, 0, 1, 0, 2.5, 0, 0, 0, 0, 0, 0], saliency.Values.ToArray());
        Assert.Equal([1, 2.5], saliency.TokenScores([3, 5], Duplicates.Shared));
    }

    [Property]
    public void Rows_that_name_their_own_id_alone_give_back_the_weights(double[] any)
    {
        double[] weights = [.. any.Take(Vocabulary).Select(w => double.IsFinite(w) ? w : 1)];
        int[] ids = [.. Enumerable.Range(0, weights.Length).Select(n => (n * 5 + 3) % Vocabulary)];
        var saliency = new VocabularySaliency([.. ids.Select(id => Row([id], [1]))], weights, Vocabulary);
        Assert.Equal(weights, saliency.TokenScores(ids, Duplicates.Shared));
        Assert.Equal(weights, saliency.TokenScores(ids, Duplicates.Split));
    }

    [Property]
    public void S_is_linear_in_the_weights(int seed)
    {
        var random = new Random(seed);
        var rows = RandomRows(random, 6);
        double[] a = Weights(random, 6), b = Weights(random, 6);
        double[] together = Values(rows, [.. a.Zip(b, (x, y) => 3 * x - 2 * y)]);
        double[] apart = [.. Values(rows, a).Zip(Values(rows, b), (x, y) => 3 * x - 2 * y)];
        Close.Check<double>(together, apart, 1e-14, "S", floor: 1);
    }

    [Property]
    public void Splitting_keeps_the_sum_of_each_id_and_is_never_negative(int seed)
    {
        var random = new Random(seed);
        int[] ids = [.. Enumerable.Range(0, 8).Select(_ => random.Next(3))];
        var saliency = new VocabularySaliency(RandomRows(random, 8), Weights(random, 8), Vocabulary);
        double[] split = saliency.TokenScores(ids, Duplicates.Split), shared = saliency.TokenScores(ids, Duplicates.Shared);
        Assert.All(split, score => Assert.True(score >= 0));
        foreach (var places in Enumerable.Range(0, 8).GroupBy(n => ids[n]))
        {
            Assert.Equal(saliency[places.Key], places.Sum(n => split[n]), 1e-12);
            Assert.All(places, n => Assert.Equal(saliency[places.Key], shared[n]));
        }
    }

    [Fact]
    public void A_split_is_in_proportion_to_what_each_own_row_gave()
    {
        DecodedRow[] rows = [Row([4], [0.5]), Row([4, 7], [0.25, 0.5]), Row([4], [0.125])];
        var saliency = new VocabularySaliency(rows, [1, 2, 8], Vocabulary); // S₄ = ½ + ½ + 1
        Assert.Equal([1, 1, 1], saliency.TokenScores([4, 4, 7], Duplicates.Split));
        Assert.Equal([2, 2, 1], saliency.TokenScores([4, 4, 7], Duplicates.Shared));
    }

    [Fact]
    public void Where_no_own_row_names_the_id_the_split_is_even()
    {
        var saliency = new VocabularySaliency([Row([5], [1]), Row([5], [1]), Row([4], [0.5])], [1, 1, 3], Vocabulary);
        Assert.Equal([0.75, 0.75, 2], saliency.TokenScores([4, 4, 5], Duplicates.Split));
    }

    private static DecodedRow Row(int[] ids, double[] weights) => new(ids, weights, 0, 0);

    private static DecodedRow[] RandomRows(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        int[] ids = [.. Enumerable.Range(0, Vocabulary)];
        random.Shuffle(ids);
        return Row(ids[..random.Next(1, 6)], [.. ids.Select(_ => random.NextDouble())]);
    })];

    private static double[] Weights(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];

    private static double[] Values(DecodedRow[] rows, double[] weights) =>
        new VocabularySaliency(rows, weights, Vocabulary).Values.ToArray();
}

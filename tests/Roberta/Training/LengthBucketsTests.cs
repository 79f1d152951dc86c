using PureSaliency.Roberta.Training;

namespace PureSaliency.Tests.Roberta.Training;

public sealed class LengthBucketsTests
{
    private readonly int[][] texts = [.. Enumerable.Range(0, 100).Select(i => new int[1 + i * 37 % 60])];

    [Theory]
    [InlineData(1), InlineData(8), InlineData(10), InlineData(100), InlineData(1000)]
    public void Every_text_comes_once_in_a_pass(int size)
    {
        var buckets = new LengthBuckets(texts, size, 1);
        Assert.Equal(Math.Ceiling(100.0 / size), buckets.Count);
        for (int pass = 0; pass < 4; pass++)
        {
            int[][] batches = Pass(buckets, pass);
            Assert.All(batches, batch => Assert.InRange(batch.Length, 1, size));
            Assert.Equal(Enumerable.Range(0, 100), batches.SelectMany(batch => batch).Order());
        }
    }

    [Fact]
    public void Texts_of_a_batch_are_of_like_length()
    {
        // All are in one stretch, so that batches share no length but at their ends.
        var ranges = Pass(new(texts, 8, 1), 0).Select(batch => (Least: batch.Min(Length), Most: batch.Max(Length))).Order().ToArray();
        for (int i = 1; i < ranges.Length; i++) Assert.True(ranges[i - 1].Most <= ranges[i].Least, $"{ranges[i - 1]} and {ranges[i]}");
    }

    [Fact]
    public void Long_batches_come_at_any_time()
    {
        int[] longest = [.. Enumerable.Range(0, 150)
            .Select(pass => Pass(new(texts, 8, 1), pass).Index().MaxBy(batch => batch.Item.Max(Length)).Index)];
        Assert.Equal(13, longest.Distinct().Count());
    }

    [Fact]
    public void Passes_and_keys_mix_anew()
    {
        var buckets = new LengthBuckets(texts, 8, 1);
        Assert.NotEqual(Pass(buckets, 0), Pass(buckets, 1));
        Assert.NotEqual(Pass(buckets, 0), Pass(new(texts, 8, 2), 0));
    }

    [Fact]
    public void The_number_alone_decides()
    {
        LengthBuckets one = new(texts, 8, 1), other = new(texts, 8, 1);
        int[][] inOrder = [.. Enumerable.Range(0, 52).Select(one.Batch)];
        foreach (int update in Enumerable.Range(0, 52).OrderBy(update => update * 23 % 53))
            Assert.Equal(inOrder[update], other.Batch(update));
    }

    private int Length(int text) => texts[text].Length;

    private static int[][] Pass(LengthBuckets buckets, int pass) =>
        [.. Enumerable.Range(pass * buckets.Count, buckets.Count).Select(buckets.Batch)];
}

using FsCheck.Xunit;
using PureSaliency.Saliency;
using PureSaliency.Saliency.Engine;

namespace PureSaliency.Tests.Saliency;

/// <summary>Windows over long texts leave no token out and put scores back where they belong.</summary>
public class WindowsTests
{
    [Theory]
    [InlineData(1, 10, 1)]
    [InlineData(7, 10, 1)]
    [InlineData(8, 10, 1)]  // size: all that fits beside the two added tokens
    [InlineData(9, 10, 2)]  // size + 1
    [InlineData(14, 10, 2)] // a stride of 6 more
    [InlineData(15, 10, 3)]
    [InlineData(5, 3, 5)]   // windows of one token cannot overlap
    public void As_many_as_are_needed(int content, int maxTokens, int count) =>
        Assert.Equal(count, Of(content, maxTokens).Count);

    [Property]
    public void They_cover_the_text_in_order_and_overlap(ushort length, byte most)
    {
        int content = 1 + length % 300, size = 4 + most % 40;
        var windows = Of(content, size + 2);
        Assert.Equal(1, windows.Places[0].First);
        Assert.Equal(content + 1, windows.Places[^1].First + windows.Places[^1].Count);
        Assert.All(windows.Places, place => Assert.Equal(Math.Min(content, size), place.Count));
        foreach (var (before, after) in windows.Places.Zip(windows.Places.Skip(1)))
            Assert.InRange(before.First + before.Count - after.First, size / 4, size - 1);
    }

    [Property]
    public void Each_is_a_sequence_of_its_own(ushort length)
    {
        int content = 1 + length % 100;
        var windows = Of(content, 12);
        for (int w = 0; w < windows.Count; w++)
        {
            var (first, count) = windows.Places[w];
            Assert.Equal([-1, .. Enumerable.Range(first, count), -2], windows.Sequence(w));
        }
    }

    [Property]
    public void Scores_that_are_a_function_of_the_token_are_put_back(ushort length, byte most)
    {
        int content = 1 + length % 200, size = 1 + most % 20;
        var windows = Of(content, size + 2);
        double[][] scores = [.. Enumerable.Range(0, windows.Count).Select(w => Array.ConvertAll(windows.Sequence(w), id => (double)id))];
        Assert.Equal([-1, .. Enumerable.Range(1, content), -2], windows.Stitch(scores).Select(score => (int)Math.Round(score)));
        double[] constant = windows.Stitch([.. scores.Select(window => Array.ConvertAll(window, _ => 0.75))]);
        Assert.Equal(content + 2, constant.Length);
        Assert.All(constant, score => Assert.Equal(0.75, score));
    }

    [Fact]
    public void A_token_in_two_windows_has_the_mean()
    {
        var windows = Of(9, 10); // tokens 1 … 8 and 2 … 9
        double[] stitched = windows.Stitch([[.. Enumerable.Repeat(1.0, 10)], [.. Enumerable.Repeat(3.0, 10)]]);
        Assert.Equal([2, 1, 2, 2, 2, 2, 2, 2, 2, 3, 2], stitched);
    }

    // Token n of the text has id n; the added ones are −1 and −2.
    private static Windows Of(int content, int maxTokens) => new([-1, .. Enumerable.Range(1, content), -2], maxTokens);
}

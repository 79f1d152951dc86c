using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors.Maths;

public class CorrelationTests
{
    [Fact]
    public void Ties_share_the_mean_of_their_ranks() => Assert.Equal([1.5, 4, 1.5, 4, 4], Correlation.Ranks([-1, 7, -1, 7, 7]));

    [Fact]
    public void It_is_that_of_the_ranks_where_order_alone_counts()
    {
        Assert.Equal(7 / Math.Sqrt(5 * 14), Correlation.Pearson([1, 2, 3, 4], [1, 3, 2, 6])!.Value, 1e-14); // Σ dx dy = 7, Σ dx² = 5, Σ dy² = 14
        Assert.Equal(1 - 6 * 2 / (4.0 * 15), Correlation.Spearman([1, 2, 3, 4], [1, 3, 2, 6])!.Value, 1e-14); // 1 − 6 Σ d² / (n (n² − 1))
        Assert.Equal(-1, Correlation.Spearman([1, 2, 3], [0, -1, -1e9])!.Value, 1e-14);
    }

    [Fact]
    public void What_does_not_vary_has_none()
    {
        Assert.Null(Correlation.Spearman([1, 2], [3, 3]));
        Assert.Null(Correlation.Spearman([], []));
        Assert.Null(Correlation.Pearson([1], [1]));
    }

    [Fact]
    public void Sides_are_equally_long() => Assert.Throws<ArgumentException>(() => Correlation.Spearman([1, 2], [1]));

    [Fact]
    public void Kendall_counts_pairs_and_ties_count_in_neither()
    {
        Assert.Equal(1, Correlation.Kendall([1, 2, 3], [4, 5, 9]));
        Assert.Equal(-1, Correlation.Kendall([1, 2, 3], [9, 5, 4]));
        Assert.Equal(1 / 3.0, Correlation.Kendall([1, 2, 3], [2, 1, 3])!.Value, 12);
        Assert.Equal(2 / Math.Sqrt(6), Correlation.Kendall([1, 1, 2], [1, 2, 3])!.Value, 12);
        Assert.Null(Correlation.Kendall([1, 1], [1, 2]));
        Assert.Null(Correlation.Kendall([1, 2], [1, 1]));
        Assert.Null(Correlation.Kendall([], []));
        Assert.Throws<ArgumentException>(() => Correlation.Kendall([1], [1, 2]));
    }
}

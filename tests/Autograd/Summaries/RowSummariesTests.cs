using PureSaliency.Autograd;
using PureSaliency.Autograd.Summaries;
using PureSaliency.Tensors;
using PureSaliency.Tests.Laws;

namespace PureSaliency.Tests.Autograd.Summaries;

/// <summary>Summaries against plain loops over rows that are held whole.</summary>
public class RowSummariesTests
{
    private const int Rows = 7, Inner = 5, Columns = 1100; // pieces of 480, 480 and 140
    private static readonly int[][] Wanted = [[0, 1099], [479, 480], [], [3], [959, 960, 961], [0, 479, 480, 959, 960, 1099], [500]];
    private static readonly Tensor<double> X = Eighths(1, new(Rows, Inner)), W = Repeating(Eighths(2, new(Columns, Inner)));
    private static readonly Tensor<double> B = Repeating(Eighths(3, new(Columns, 1))).Reshape(new(Columns));
    private static readonly double[][] Y = Naive();

    [Theory]
    [InlineData(1)]
    [InlineData(68)] // the most that a heap takes of so many
    [InlineData(69)]
    [InlineData(Columns)]
    public void The_largest_come_first_and_of_equal_ones_the_first(int top) => Each(new(Wanted, top), (y, summary, n) =>
    {
        int[] order = [.. Enumerable.Range(0, Columns).OrderByDescending(v => y[v]).Take(top)];
        Assert.Equal(order, summary.Largest.Select(entry => entry.Column));
        Close.Check<double>([.. summary.Largest.Select(entry => entry.Value)], [.. order.Select(v => y[v])], 1e-14, $"row {n}");
    });

    [Fact]
    public void None_are_kept_if_none_are_asked_for_and_all_if_more_than_there_are()
    {
        Each(new(Wanted), (_, summary, _) => Assert.Empty(summary.Largest));
        Each(new(Wanted, Columns + 9), (_, summary, _) => Assert.Equal(Columns, summary.Largest.Length));
    }

    [Fact]
    public void Columns_that_are_asked_for_come_with_their_values() => Each(new(Wanted), (y, summary, n) =>
    {
        Assert.Equal(Wanted[n], summary.Columns);
        Close.Check<double>(summary.Values, [.. Wanted[n].Select(v => y[v])], 1e-14, $"row {n}");
    });

    [Fact]
    public void Sums_run_over_the_whole_row() => Each(new(Wanted, 3, Squares: true), (y, summary, _) =>
    {
        double max = y.Max();
        Assert.Equal(max + Math.Log(y.Sum(z => Math.Exp(z - max))), summary.LogSum, 1e-13);
        Assert.Equal(y.Sum(z => z * z), summary.SquareSum, 1e-10);
    });

    [Fact]
    public void Squares_nobody_asked_for_are_no_number() =>
        Each(new(Wanted, 3), (_, summary, _) => Assert.Equal(double.NaN, summary.SquareSum));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_row_has_the_same_bits_alone_and_in_company_on_any_number_of_threads(int threads)
    {
        var together = Summaries(new(Wanted, 5, Squares: true));
        using var device = new CpuDevice<double>(threads);
        for (int n = 0; n < Rows; n++)
        {
            var alone = RowSummaries.OfProduct(device, X.Rows(n, 1), W, B, new([Wanted[n]], 5, Squares: true))[0];
            Assert.Equal(together[n].Largest, alone.Largest);
            Close.SameBits<double>(alone.Values, together[n].Values, $"row {n}, values");
            Close.SameBits<double>([alone.LogSum, alone.SquareSum], [together[n].LogSum, together[n].SquareSum], $"row {n}, sums");
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var device = new CpuDevice<double>(1);
        void Refused(Tensor<double> x, Tensor<double> w, Tensor<double> b) => Assert.Contains(
            "x (7, K), W (V, K), b (V)",
            Assert.Throws<ShapeException>(() => RowSummaries.OfProduct(device, x, w, b, new(Wanted))).Message);
        Refused(X.Rows(0, 6), W, B);
        Refused(X.Reshape(new(Rows * Inner)), W, B);
        Refused(X, Tensor<double>.Zeros(new(Columns, Inner + 1)), B);
        Refused(X, W.Reshape(new(Columns * Inner)), B);
        Refused(X, W, Tensor<double>.Zeros(new(Columns - 1)));
        Refused(X, W, Tensor<double>.Zeros(new(Columns, 1)));
    }

    [Fact]
    public void A_cancelled_summary_stops()
    {
        using var device = new CpuDevice<double>(1);
        Assert.Throws<OperationCanceledException>(() => RowSummaries.OfProduct(device, X, W, B, new(Wanted), new(canceled: true)));
    }

    private static void Each(RowDemand demand, Action<double[], RowSummary, int> check)
    {
        var summaries = Summaries(demand);
        Assert.Equal(Rows, summaries.Length);
        for (int n = 0; n < Rows; n++) check(Y[n], summaries[n], n);
    }

    private static RowSummary[] Summaries(RowDemand demand)
    {
        using var device = new CpuDevice<double>(2);
        return RowSummaries.OfProduct(device, X, W, B, demand);
    }

    // Their products and sums are exact: what is equal is equal to the bit.
    private static Tensor<double> Eighths(int seed, Shape shape)
    {
        var random = new Random(seed);
        return Tensor<double>.From(shape, [.. Enumerable.Range(0, shape.Count).Select(_ => random.Next(-24, 25) / 8.0)]);
    }

    // Every third row is the one before, the first of the second and third piece among them.
    private static Tensor<double> Repeating(Tensor<double> rows)
    {
        for (int v = 3; v < rows.Shape[0]; v += 3) rows.Row(v - 1).CopyTo(rows.Row(v));
        return rows;
    }

    private static double[][] Naive() => [.. Enumerable.Range(0, Rows).Select(n => Enumerable.Range(0, Columns).Select(v =>
        B.Span[v] + Enumerable.Range(0, Inner).Sum(k => X.Row(n)[k] * W.Row(v)[k])).ToArray())];
}

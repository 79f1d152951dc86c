using System.Numerics;
using PureSaliency.Tensors;

namespace PureSaliency.Autograd.Summaries;

/// <summary>
/// One row that comes piece by piece. Sums are kept by piece and added up in the order of the columns, so the result does not
/// depend on who computed which piece when.
/// </summary>
internal sealed class RunningRow<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int width, count;
    private readonly int[] wanted;
    private readonly double[] picked, maxima, sums;
    private readonly double[]? squares;
    private readonly RunningTop<T>? top;
    private readonly T[] whole = [];

    /// <summary>Nothing is known yet of a row.</summary>
    /// <param name="wanted">Columns whose values are wanted, ascending.</param>
    /// <param name="columns">Columns of the whole row.</param>
    /// <param name="width">Columns of each piece but the last.</param>
    /// <param name="count">How many of the largest values are wanted.</param>
    /// <param name="withSquares">Whether squares are summed.</param>
    public RunningRow(int[] wanted, int columns, int width, int count, bool withSquares)
    {
        (this.wanted, this.width, this.count) = (wanted, width, count);
        int pieces = (columns + width - 1) / width;
        (picked, maxima, sums) = (new double[wanted.Length], new double[pieces], new double[pieces]);
        squares = withSquares ? new double[pieces] : null;
        if (count == 0) return;
        // A heap of the best so far pays off only while they are few.
        if (count <= columns / 16) top = new(count);
        else whole = new T[columns];
    }

    /// <summary>Takes the values of the columns from <paramref name="first"/> on.</summary>
    public void Read(int first, Span<T> values)
    {
        int piece = first / width;
        T max = Simd.Max<T>(values);
        maxima[piece] = double.CreateTruncating(max);
        sums[piece] = SumOfExponentials(values, max);
        if (squares is not null) squares[piece] = SumOfSquares(values);
        top?.Offer(first, values);
        if (whole.Length > 0) values.CopyTo(whole.AsSpan(first));
        int i = Array.BinarySearch(wanted, first);
        for (i = i < 0 ? ~i : i; i < wanted.Length && wanted[i] < first + values.Length; i++)
            picked[i] = double.CreateTruncating(values[wanted[i] - first]);
    }

    /// <summary>What was kept of the row. Asked for once.</summary>
    public RowSummary Summary() => RowSummary.OfPieces((wanted, picked), maxima, sums, squares, Largest());

    private (int Column, double Value)[] Largest() => top is not null
        ? [.. top.Take().Select(entry => (entry.Index, double.CreateTruncating(entry.Value)))]
        : [.. TopEntries.Of<T>(whole, count).Select(column => (column, double.CreateTruncating(whole[column])))];

    private static unsafe double SumOfExponentials(ReadOnlySpan<T> values, T shift) => double.CreateTruncating(
        Simd.ExpSum(values, shift, new Span<T>(Scratch<T>.Take(Purpose.Values, values.Length), values.Length)));

    private static double SumOfSquares(ReadOnlySpan<T> values)
    {
        double sum = 0;
        foreach (T y in values) sum += double.CreateTruncating(y) * double.CreateTruncating(y);
        return sum;
    }
}

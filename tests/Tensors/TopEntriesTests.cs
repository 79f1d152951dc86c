using FsCheck.Xunit;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors;

public class TopEntriesTests
{
    [Property]
    public void They_are_the_first_of_a_stable_sort(byte[] values, byte count)
    {
        // Few values, so that many are equal.
        double[] row = [.. values.Select(b => b % 7 - 3.0)];
        Assert.Equal(Sorted(row, count % 20), TopEntries.Of<double>(row, count % 20));
    }

    [Property(MaxTest = 50)]
    public void Of_long_rows_too(int seed, byte count)
    {
        // 400 entries and fewer than 25 wanted: kept in a heap, not sorted.
        var random = new Random(seed);
        float[] row = [.. Enumerable.Range(0, 400).Select(_ => (float)random.Next(60))];
        Assert.Equal(Sorted(row, count % 30), TopEntries.Of<float>(row, count % 30));
    }

    private static int[] Sorted<T>(T[] row, int count) => [.. Enumerable.Range(0, row.Length).OrderByDescending(i => row[i]).Take(count)];
}

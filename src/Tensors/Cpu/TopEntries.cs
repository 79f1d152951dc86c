using System.Numerics;

namespace PureSaliency.Tensors;

/// <summary>The largest entries of a row; of equal ones the first.</summary>
internal static class TopEntries
{
    /// <summary>Indices of the <paramref name="count"/> largest values, largest first.</summary>
    public static int[] Of<T>(ReadOnlySpan<T> row, int count) where T : unmanaged, IFloatingPointIeee754<T>
    {
        count = Math.Min(count, row.Length);
        // A heap of the best so far pays off only while they are few.
        return count > row.Length / 16 ? Sorted(row, count) : Heaped(row, count);
    }

    private static int[] Sorted<T>(ReadOnlySpan<T> row, int count) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = row.ToArray();
        int[] indices = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(indices, (a, b) => values[b].CompareTo(values[a]) is var order and not 0 ? order : a.CompareTo(b));
        return indices[..count];
    }

    private static int[] Heaped<T>(ReadOnlySpan<T> row, int count) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (count == 0) return [];
        var top = new RunningTop<T>(count);
        top.Offer(0, row);
        return [.. top.Take().Select(entry => entry.Index)];
    }
}

using System.Numerics;

namespace PureSaliency.Saliency;

/// <summary>The largest entries of a row; of equal ones the first.</summary>
internal static class TopEntries
{
    /// <summary>Indices of the <paramref name="count"/> largest values, largest first.</summary>
    public static int[] Of<T>(ReadOnlySpan<T> row, int count) where T : unmanaged, INumber<T>
    {
        count = Math.Min(count, row.Length);
        // A heap of the best so far pays off only while they are few.
        return count > row.Length / 16 ? Sorted(row, count) : Heaped(row, count);
    }

    private static int[] Sorted<T>(ReadOnlySpan<T> row, int count) where T : unmanaged, INumber<T>
    {
        T[] values = row.ToArray();
        int[] indices = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(indices, (a, b) => values[b].CompareTo(values[a]) is var order and not 0 ? order : a.CompareTo(b));
        return indices[..count];
    }

    private static int[] Heaped<T>(ReadOnlySpan<T> row, int count) where T : unmanaged, INumber<T>
    {
        if (count == 0) return [];
        // The heap's root is the worst of the best: smallest value, and of equal ones the last index.
        var heap = new PriorityQueue<int, (T Value, int Reverse)>(count);
        for (int i = 0; i < count; i++) heap.Enqueue(i, (row[i], -i));
        for (int i = count; (i = FirstAbove(row, i, Worst(heap))) < row.Length; i++) heap.EnqueueDequeue(i, (row[i], -i));
        var best = new int[count];
        for (int i = best.Length - 1; i >= 0; i--) best[i] = heap.Dequeue();
        return best;
    }

    private static T Worst<T>(PriorityQueue<int, (T Value, int Reverse)> heap) =>
        heap.TryPeek(out _, out var worst) ? worst.Value : throw new InvalidOperationException("The heap is empty.");

    // Nearly all of a row is below the best so far, so it is passed over by whole vectors.
    private static int FirstAbove<T>(ReadOnlySpan<T> row, int start, T limit) where T : unmanaged, INumber<T>
    {
        var limits = new Vector<T>(limit);
        while (row.Length - start >= Vector<T>.Count && !Vector.GreaterThanAny(new Vector<T>(row[start..]), limits)) start += Vector<T>.Count;
        while (start < row.Length && !(row[start] > limit)) start++;
        return start;
    }
}

using System.Numerics;

namespace PureSaliency.Tensors;

/// <summary>
/// The largest entries of a row that comes in pieces, in any order and from any thread: which entries they are is settled by
/// value, and by index where values are equal, not by who came first.
/// </summary>
internal sealed class RunningTop<T>(int count) where T : unmanaged, IFloatingPointIeee754<T>
{
    // The root is the worst of the best: smallest value, and of equal ones the last index.
    private readonly PriorityQueue<int, (T Value, int Reverse)> heap = new(count);

    // Nothing below this can get in. A stale limit is lower, and lets through what the heap then refuses.
    private T limit = T.NegativeInfinity;

    /// <summary>Offers values whose first has the given index.</summary>
    public void Offer(int first, ReadOnlySpan<T> values)
    {
        for (int i = 0; (i = Candidate(values, i)) < values.Length; i++)
            lock (heap) Add(first + i, values[i]);
    }

    /// <summary>Indices and values, largest first. Empties the collection.</summary>
    public (int Index, T Value)[] Take()
    {
        var best = new (int, T)[heap.Count];
        for (int i = best.Length - 1; i >= 0; i--)
        {
            heap.TryDequeue(out int index, out var priority);
            best[i] = (index, priority.Value);
        }
        return best;
    }

    private void Add(int index, T value)
    {
        if (heap.Count < count) heap.Enqueue(index, (value, -index));
        else heap.EnqueueDequeue(index, (value, -index));
        if (heap.Count == count && heap.TryPeek(out _, out var worst)) limit = worst.Value;
    }

    // Nearly all values are below the limit and are passed over by whole vectors.
    private int Candidate(ReadOnlySpan<T> values, int start)
    {
        T least = limit;
        var limits = new Vector<T>(least);
        while (values.Length - start >= Vector<T>.Count && !Vector.GreaterThanOrEqualAny(new Vector<T>(values[start..]), limits))
            start += Vector<T>.Count;
        while (start < values.Length && !(values[start] >= least)) start++;
        return start;
    }
}

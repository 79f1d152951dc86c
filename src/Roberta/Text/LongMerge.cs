namespace PureSaliency.Roberta.Text;

/// <summary>
/// Merges one long stretch: the pieces are a linked list, the pairs that may be merged wait in a queue. Each merge makes at most two new
/// pairs, so that n letters take O(n log n).
/// </summary>
/// <param name="pairs">What may be merged.</param>
/// <param name="ids">The letters; used up.</param>
internal sealed class LongMerge(PairTable pairs, int[] ids)
{
    private const int Gone = -2, StepsBetweenChecks = 1 << 12;

    private readonly int[] next = [.. Enumerable.Range(1, ids.Length)], previous = [.. Enumerable.Range(-1, ids.Length)];
    private PriorityQueue<Candidate, long> queue = new();

    private readonly record struct Candidate(int Place, int Left, int Right, int Made);

    /// <summary>Pairs taken out of the queue so far: the work that was done.</summary>
    public int Steps { get; private set; }

    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public int[] Run(CancellationToken cancellation = default)
    {
        queue = new(Entries());
        while (queue.TryDequeue(out Candidate candidate, out _))
        {
            if (++Steps % StepsBetweenChecks == 0) cancellation.ThrowIfCancellationRequested();
            Merge(candidate);
        }
        return [.. ids.Where(id => id != Gone)];
    }

    private void Merge(Candidate candidate)
    {
        int place = candidate.Place, right = next[place];
        // Either side may have become part of another piece meanwhile.
        if (ids[place] != candidate.Left || right == ids.Length || ids[right] != candidate.Right) return;
        ids[place] = candidate.Made;
        ids[right] = Gone;
        next[place] = next[right];
        if (next[right] < ids.Length) previous[next[right]] = place;
        if (previous[place] >= 0) Add(previous[place]);
        if (next[place] < ids.Length) Add(place);
    }

    private void Add(int place)
    {
        if (Entry(place) is var (candidate, priority)) queue.Enqueue(candidate, priority);
    }

    private List<(Candidate, long)> Entries()
    {
        var entries = new List<(Candidate, long)>(ids.Length);
        for (int place = 0; place + 1 < ids.Length; place++)
            if (Entry(place) is var (candidate, priority)) entries.Add((candidate, priority));
        return entries;
    }

    // Null if the two are never merged. Earlier merges come first, of equal ones the leftmost.
    private (Candidate, long)? Entry(int place)
    {
        int left = ids[place], right = ids[next[place]];
        var (rank, made) = pairs.Find(left, right);
        return rank == PairTable.None ? null : (new(place, left, right, made), ((long)rank << 32) | (uint)place);
    }
}

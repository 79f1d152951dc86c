using PureSaliency.Roberta;
using PureSaliency.Saliency.Engine;
using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Corpus;

/// <summary>Any number of texts through passes that several share; only a window of them is ever held.</summary>
internal static class CorpusOrder
{
    private sealed record Entry<T>(T Item, ReadText? Text, string? Problem)
    {
        public int Length => Text?.Length ?? 0;
    }

    /// <summary>One result per item, in the order of the items.</summary>
    /// <param name="items">Read on another thread.</param>
    /// <param name="read">The tokens of an item, on the same thread; an <see cref="InputException"/> is that item's failure.</param>
    /// <param name="schedule">Lengths to groups of indices.</param>
    /// <param name="compute">One result per text of a group.</param>
    /// <param name="rowsAhead">Tokens that are read ahead.</param>
    /// <param name="cancellation">Drops what was not yet handed on.</param>
    public static IEnumerable<CorpusResult<T, TResult>> Of<T, TResult>(
        IEnumerable<T> items, Func<T, ReadText> read, Func<IEnumerable<int>, IReadOnlyList<int[]>> schedule,
        Func<ReadText[], TResult[]> compute, int rowsAhead, CancellationToken cancellation)
        where TResult : class
    {
        using var ahead = new ReadAhead<Entry<T>>(
            items.Select(item => Read(item, read)), entry => Math.Max(1, entry.Length), rowsAhead, cancellation);
        while (ahead.Next() is { } window)
        {
            var done = new CorpusResult<T, TResult>?[window.Count];
            int next = 0;
            foreach (int[] group in schedule(window.Select(entry => entry.Length)))
            {
                foreach (var (i, result) in group.Zip(Together([.. group.Select(i => window[i])], compute))) done[i] = result;
                for (; next < done.Length && done[next] is { } whole; done[next++] = null) yield return whole;
            }
        }
    }

    private static Entry<T> Read<T>(T item, Func<T, ReadText> read)
    {
        try
        {
            return new(item, read(item), null);
        }
        catch (InputException problem)
        {
            return new(item, null, problem.Message);
        }
    }

    private static IEnumerable<CorpusResult<T, TResult>> Together<T, TResult>(Entry<T>[] entries, Func<ReadText[], TResult[]> compute) where TResult : class
    {
        ReadText[] texts = [.. entries.Select(entry => entry.Text).OfType<ReadText>()];
        TResult[] results;
        try
        {
            results = texts.Length == 0 ? [] : compute(texts);
        }
        catch (NotFiniteException problem)
        {
            // One text of the pass is to blame, and the others are not.
            return entries.Length > 1 ? entries.SelectMany(entry => Together([entry], compute))
                : [new(entries[0].Item, null, problem.Message)];
        }
        int next = 0;
        return entries.Select(entry => new CorpusResult<T, TResult>(entry.Item, entry.Text is null ? null : results[next++], entry.Problem));
    }
}

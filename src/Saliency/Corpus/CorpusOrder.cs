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
    /// <param name="explain">One explanation per text of a group.</param>
    /// <param name="rowsAhead">Tokens that are read ahead.</param>
    /// <param name="cancellation">Drops what was not yet handed on.</param>
    public static IEnumerable<Explained<T>> Explain<T>(
        IEnumerable<T> items, Func<T, ReadText> read, Func<IEnumerable<int>, IReadOnlyList<int[]>> schedule,
        Func<ReadText[], Explanation[]> explain, int rowsAhead, CancellationToken cancellation)
    {
        using var ahead = new ReadAhead<Entry<T>>(
            items.Select(item => Read(item, read)), entry => Math.Max(1, entry.Length), rowsAhead, cancellation);
        while (ahead.Next() is { } window)
        {
            var done = new Explained<T>?[window.Count];
            int next = 0;
            foreach (int[] group in schedule(window.Select(entry => entry.Length)))
            {
                foreach (var (i, result) in group.Zip(Together([.. group.Select(i => window[i])], explain))) done[i] = result;
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

    private static IEnumerable<Explained<T>> Together<T>(Entry<T>[] entries, Func<ReadText[], Explanation[]> explain)
    {
        ReadText[] texts = [.. entries.Select(entry => entry.Text).OfType<ReadText>()];
        Explanation[] explanations;
        try
        {
            explanations = texts.Length == 0 ? [] : explain(texts);
        }
        catch (NotFiniteException problem)
        {
            // One text of the pass is to blame, and the others are not.
            return entries.Length > 1 ? entries.SelectMany(entry => Together([entry], explain))
                : [new(entries[0].Item, null, problem.Message)];
        }
        int next = 0;
        return entries.Select(entry => new Explained<T>(entry.Item, entry.Text is null ? null : explanations[next++], entry.Problem));
    }
}

namespace PureSaliency.Saliency.Engine;

/// <summary>
/// Overlapping windows over a text that is longer than the model's positions. Each window is a sequence of its own,
/// &lt;s&gt; … &lt;/s&gt;; a token in several windows gets the mean of its scores.
/// </summary>
internal sealed class Windows
{
    private readonly int[] ids;
    private readonly (int First, int Count)[] places;

    public Windows(int[] ids, int maxTokens)
    {
        this.ids = ids;
        int content = ids.Length - 2, size = maxTokens - 2;
        if (content <= size)
        {
            places = [(1, content)];
            return;
        }
        // A quarter of overlap: no token but the outermost stands without context on either side in all its windows.
        int stride = Math.Max(1, size - size / 4), count = (content - size + stride - 1) / stride + 1;
        places = [.. Enumerable.Range(0, count).Select(i => (1 + Math.Min(i * stride, content - size), size))];
    }

    /// <summary>Number of windows.</summary>
    public int Count => places.Length;

    /// <summary>First token and number of tokens of each window, without the added ones.</summary>
    public IReadOnlyList<(int First, int Count)> Places => places;

    /// <summary>Says that there are several, and what was done with them.</summary>
    public string Sentence(string done, string means) =>
        $"The text has {ids.Length - 2} tokens, more than the {places[0].Count} that fit beside <s> and </s>: "
        + $"{done} in {Count} overlapping windows; {means}.";

    /// <summary>The ids of a window with &lt;s&gt; and &lt;/s&gt;.</summary>
    public int[] Sequence(int window) => [ids[0], .. ids.AsSpan(places[window].First, places[window].Count), ids[^1]];

    /// <summary>One score per token of the whole text from one per token of each window.</summary>
    public double[] Stitch(IReadOnlyList<double[]> scores)
    {
        if (places.Length == 1) return scores[0];
        var (sums, counts) = (new double[ids.Length], new int[ids.Length]);
        for (int w = 0; w < places.Length; w++)
            for (int i = 0; i < scores[w].Length; i++)
            {
                int token = i == 0 ? 0 : i == scores[w].Length - 1 ? ids.Length - 1 : places[w].First + i - 1;
                sums[token] += scores[w][i];
                counts[token]++;
            }
        return [.. sums.Zip(counts, (sum, count) => sum / count)];
    }
}

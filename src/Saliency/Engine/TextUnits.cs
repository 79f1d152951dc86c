using PureSaliency.Roberta;

namespace PureSaliency.Saliency.Engine;

/// <summary>Hears how many of the variants, or points, of a text were tried.</summary>
/// <param name="done">Those that were.</param>
/// <param name="count">All of them.</param>
internal delegate void VariantsTried(int done, int count);

/// <summary>What of a text is taken away together.</summary>
internal static class TextUnits
{
    /// <summary>Places of tokens that may be taken away, ascending: all but those that the model puts around a text, or fills it up with.</summary>
    public static IReadOnlyList<int> Inner(ModelConfig config, int[] ids) =>
        [.. Enumerable.Range(0, ids.Length).Where(i => ids[i] != config.BeginId && ids[i] != config.EndId && ids[i] != config.PadId)];

    /// <summary>The inner tokens word by word, or each alone where no words are given; those that belong to no word stand alone.</summary>
    /// <param name="inner">Places of tokens that may be taken away, ascending.</param>
    /// <param name="words">Places of each word's tokens.</param>
    public static IReadOnlyList<int[]> Of(IReadOnlyList<int> inner, int[][]? words)
    {
        var word = new Dictionary<int, int>();
        for (int w = 0; w < (words?.Length ?? 0); w++)
            foreach (int place in words![w]) word[place] = w;
        return [.. inner.GroupBy(place => word.TryGetValue(place, out int w) ? w : -1 - place).OrderBy(unit => unit.First()).Select(unit => unit.ToArray())];
    }

    /// <summary>Places of a text's words in one of its windows; of a word that the window cuts, those that it holds.</summary>
    /// <param name="words">First token and number of tokens of each word of the whole text.</param>
    /// <param name="window">First token and number of tokens of the window; in it they begin at place 1.</param>
    public static int[][] InWindow(IEnumerable<(int First, int Count)> words, (int First, int Count) window) =>
        [.. words
            .Select(word => (First: Math.Max(word.First, window.First), End: Math.Min(word.First + word.Count, window.First + window.Count)))
            .Where(part => part.First < part.End)
            .Select(part => Enumerable.Range(part.First - window.First + 1, part.End - part.First).ToArray())];
}

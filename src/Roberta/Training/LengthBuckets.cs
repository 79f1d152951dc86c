using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>
/// Batches of texts of similar length: in each pass the texts are shuffled, sorted by length within stretches of some batches,
/// cut into batches, and those shuffled. Which texts an update gets depends on the key and its number alone.
/// </summary>
public sealed class LengthBuckets(IReadOnlyList<int[]> texts, int size, ulong key)
{
    private const int BatchesPerStretch = 50;
    private (int Pass, int[][] Batches) current = (-1, []);

    /// <summary>Batches of one pass over the texts.</summary>
    public int Count => (texts.Count + size - 1) / size;

    /// <summary>The texts of an update, by number.</summary>
    public int[] Batch(int update)
    {
        int pass = update / Count;
        if (current.Pass != pass) current = (pass, BatchesOf(CounterRandom.Key(key, (ulong)pass)));
        return current.Batches[update % Count];
    }

    private int[][] BatchesOf(ulong pass)
    {
        int[][] batches = [.. CounterRandom.Permutation(pass, texts.Count).Chunk(size * BatchesPerStretch)
            .SelectMany(stretch => stretch.OrderBy(text => texts[text].Length).Chunk(size))];
        return [.. CounterRandom.Permutation(CounterRandom.Key(pass, 1), batches.Length).Select(i => batches[i])];
    }
}

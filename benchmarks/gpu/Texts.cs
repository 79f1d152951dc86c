using PureSaliency.Roberta.Text;

namespace PureSaliency.Benchmarks.Gpu;

/// <summary>What both sides are given to read.</summary>
internal static class Texts
{
    private const string Words = "warm funny and film that stays with you for days after it has been seen by all of the people in town";

    /// <summary>Random ids between &lt;s&gt; and &lt;/s&gt;, the same in every run.</summary>
    public static int[][] Random(params int[] lengths)
    {
        var random = new Random(lengths.Length * 1000 + lengths[0]);
        return [.. lengths.Select(length => (int[])
            [0, .. Enumerable.Range(0, length - 2).Select(_ => random.Next(4, Sizes.Vocabulary - 2)), 2])];
    }

    /// <summary><paramref name="batch"/> texts of equal length.</summary>
    public static int[][] Random(int batch, int tokens) => Random([.. Enumerable.Repeat(tokens, batch)]);

    /// <summary>Readable texts of exactly so many tokens, the added ones included.</summary>
    public static string[] Readable(Tokenizer tokenizer, int count, int tokens)
    {
        string[] words = [.. Words.Split(' ').Where(word => tokenizer.Encode("a " + word).Ids.Length == 4)];
        var random = new Random(count);
        string[] texts = [.. Enumerable.Range(0, count).Select(_ =>
            string.Join(' ', Enumerable.Range(0, tokens - 3).Select(_ => words[random.Next(words.Length)]).Prepend("a")))];
        int found = tokenizer.Encode(texts[0]).Ids.Length;
        return found == tokens ? texts : throw new InvalidOperationException($"A text has {found} tokens, expected {tokens}.");
    }
}

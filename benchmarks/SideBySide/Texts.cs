using PureSaliency.Roberta.Text;

namespace PureSaliency.Benchmarks.SideBySide;

/// <summary>What both sides are given to read.</summary>
internal static class Texts
{
    private const string Words = "a warm , funny and gripping film that stays with you for days after it has been seen";

    /// <summary>Random ids between &lt;s&gt; and &lt;/s&gt;, the same in every run.</summary>
    public static int[][] Random(params int[] lengths)
    {
        var random = new Random(lengths.Length * 1000 + lengths[0]);
        return [.. lengths.Select(length => (int[])
            [0, .. Enumerable.Range(0, length - 2).Select(_ => random.Next(4, Sizes.Vocabulary - 2)), 2])];
    }

    /// <summary><paramref name="batch"/> texts of equal length.</summary>
    public static int[][] Random(int batch, int tokens) => Random([.. Enumerable.Repeat(tokens, batch)]);

    /// <summary>A text of exactly so many tokens, the added ones included, with its ids.</summary>
    public static (string Text, int[] Ids) Readable(Tokenizer tokenizer, int tokens)
    {
        string[] words = Words.Split(' ');
        string text = words[0];
        for (int i = 1; tokenizer.Encode(text).Ids is var ids; i++)
        {
            if (ids.Length == tokens) return (text, ids);
            if (ids.Length > tokens) break;
            text += " " + words[i % words.Length];
        }
        throw new InvalidOperationException($"No text of {tokens} tokens can be made of «{Words}».");
    }
}

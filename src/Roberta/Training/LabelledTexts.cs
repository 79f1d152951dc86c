using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>A text with its label as it was written, and where it stood.</summary>
public sealed record LabelledText(string Text, string Label, string Place)
{
    /// <summary>Its number among the rows of its file, from 1.</summary>
    public long Row { get; init; }

    /// <summary>The line on which it starts, from 1.</summary>
    public long Line { get; init; }
}

/// <summary>Texts as ids with the numbers of their classes.</summary>
public sealed class LabelledTexts
{
    private LabelledTexts(IReadOnlyList<int[]> ids, int[] classes, CutTexts cut) => (Ids, Classes, Cut) = (ids, classes, cut);

    /// <summary>The texts.</summary>
    public IReadOnlyList<int[]> Ids { get; }

    /// <summary>Their classes.</summary>
    public int[] Classes { get; }

    /// <summary>How much of them is not read.</summary>
    public CutTexts Cut { get; }

    /// <summary>Encodes texts, cut to <paramref name="maxTokens"/>.</summary>
    /// <exception cref="InputException">A label is none of those known.</exception>
    public static LabelledTexts Encode(IReadOnlyCollection<LabelledText> texts, IReadOnlyList<string> labels, Tokenizer tokenizer, int maxTokens)
    {
        var numbers = labels.Select((label, i) => (label, i)).ToDictionary(entry => entry.label, entry => entry.i);
        return Encode(texts, text => numbers.TryGetValue(text.Label, out int number) ? number
            : throw new InputException($"{text.Place}: the label is '{text.Label}', expected one of {LabelText.Listed([.. labels])}."), tokenizer, maxTokens);
    }

    /// <summary>Encodes texts, cut to <paramref name="maxTokens"/>.</summary>
    internal static LabelledTexts Encode(IReadOnlyCollection<LabelledText> texts, Func<LabelledText, int> classOf, Tokenizer tokenizer, int maxTokens)
    {
        int[] classes = [.. texts.Select(classOf)];
        var (ids, cut) = EncodeAlone(texts, tokenizer, maxTokens);
        return new(ids, classes, cut);
    }

    /// <summary>Texts without their labels, and what was cut off.</summary>
    internal static (int[][] Ids, CutTexts Cut) EncodeAlone(IReadOnlyCollection<LabelledText> texts, Tokenizer tokenizer, int maxTokens)
    {
        long lost = 0, tokens = 0;
        int cut = 0;
        int[][] ids = [.. texts.Select(text =>
        {
            int[] whole = tokenizer.Encode(text.Text).Ids;
            tokens += whole.Length;
            if (whole.Length <= maxTokens) return whole;
            (cut, lost) = (cut + 1, lost + whole.Length - maxTokens);
            return [.. whole.AsSpan(0, maxTokens - 1), whole[^1]];
        })];
        return (ids, new(maxTokens, cut, texts.Count, lost, tokens));
    }

    /// <summary>The first digits of the SHA-256 of all tokens and classes.</summary>
    public static string Fingerprint(params LabelledTexts[] all)
    {
        int[] numbers = [.. all.SelectMany(texts => texts.Ids.Zip(texts.Classes, (ids, label) => (int[])[.. ids, -1 - label]).SelectMany(row => row))];
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<int>(numbers)))[..16];
    }
}

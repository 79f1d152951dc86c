using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PureSaliency.Roberta.Text;
using PureSaliency.Tensors;

namespace PureSaliency.Roberta.Training;

/// <summary>A text with its class, and where it stood.</summary>
public sealed record LabelledText(string Text, string Label, string Place);

/// <summary>Texts as ids with the numbers of their classes.</summary>
public sealed class LabelledTexts
{
    private LabelledTexts(IReadOnlyList<int[]> ids, int[] classes) => (Ids, Classes) = (ids, classes);

    /// <summary>The texts.</summary>
    public IReadOnlyList<int[]> Ids { get; }

    /// <summary>Their classes.</summary>
    public int[] Classes { get; }

    /// <summary>Encodes texts, cut to <paramref name="maxTokens"/>.</summary>
    /// <exception cref="InputException">A label is none of those known.</exception>
    public static LabelledTexts Encode(IEnumerable<LabelledText> texts, IReadOnlyList<string> labels, Tokenizer tokenizer, int maxTokens)
    {
        var numbers = labels.Select((label, i) => (label, i)).ToDictionary(entry => entry.label, entry => entry.i);
        var (ids, classes) = (new List<int[]>(), new List<int>());
        foreach (var text in texts)
        {
            if (!numbers.TryGetValue(text.Label, out int number))
                throw new InputException($"{text.Place}: the label is '{text.Label}', expected one of {string.Join(", ", labels)}.");
            ids.Add(tokenizer.Encode(text.Text, maxTokens).Ids);
            classes.Add(number);
        }
        return new(ids, [.. classes]);
    }

    /// <summary>The labels that occur: as numbers if all are, else by letters.</summary>
    /// <exception cref="InputException">There is only one, or none.</exception>
    public static IReadOnlyList<string> LabelsOf(IReadOnlyCollection<LabelledText> texts, string source)
    {
        string[] labels = [.. texts.Select(text => text.Label).Distinct().Order(StringComparer.Ordinal)];
        if (labels.Length < 2)
            throw new InputException(labels.Length == 0 ? $"{source} has no texts to learn from."
                : $"{source} has the class '{labels[0]}' alone; expected two or more to tell apart.");
        return Array.TrueForAll(labels, label => int.TryParse(label, out _)) ? [.. labels.OrderBy(int.Parse)] : labels;
    }

    /// <summary>Cuts some texts at random off, for evaluation.</summary>
    public static (IReadOnlyList<LabelledText> Train, IReadOnlyList<LabelledText> Development) Split(IReadOnlyList<LabelledText> texts, double share, int seed)
    {
        var order = CounterRandom.Permutation(CounterRandom.Key((ulong)seed, 17), texts.Count);
        int count = Math.Max(1, (int)(texts.Count * share));
        var chosen = order[..count].ToHashSet();
        var parts = texts.Select((text, i) => (text, i)).ToLookup(entry => chosen.Contains(entry.i), entry => entry.text);
        return ([.. parts[false]], [.. parts[true]]);
    }

    /// <summary>The first digits of the SHA-256 of all tokens and classes.</summary>
    public static string Fingerprint(params LabelledTexts[] all)
    {
        int[] numbers = [.. all.SelectMany(texts => texts.Ids.Zip(texts.Classes, (ids, label) => (int[])[.. ids, -1 - label]).SelectMany(row => row))];
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<int>(numbers)))[..16];
    }
}

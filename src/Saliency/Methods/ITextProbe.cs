namespace PureSaliency.Saliency.Methods;

/// <summary>A variant of a text: ids, and the positions at which they stand.</summary>
/// <param name="Ids">One id per token.</param>
/// <param name="Positions">The position id of each; null to count them anew, as for a text of its own.</param>
public sealed record Variant(int[] Ids, int[]? Positions = null);

/// <summary>
/// One text and a model that answers variants of it. Doubles in, doubles out: a method can be tried on a made-up probe whose answers
/// are whole numbers.
/// </summary>
public interface ITextProbe
{
    /// <summary>t, the ids of the text, <c>&lt;s&gt;</c> and <c>&lt;/s&gt;</c> included.</summary>
    IReadOnlyList<int> Ids { get; }

    /// <summary>Position ids of the text.</summary>
    IReadOnlyList<int> Positions { get; }

    /// <summary>Indices of the tokens that may be replaced, ascending: all but <c>&lt;s&gt;</c>, <c>&lt;/s&gt;</c> and <c>&lt;pad&gt;</c>.</summary>
    IReadOnlyList<int> Inner { get; }

    /// <summary>What is taken away together: the inner tokens, each alone or word by word; ascending, every inner token once.</summary>
    IReadOnlyList<int[]> Units { get; }

    /// <summary>What stands for a hidden token.</summary>
    /// <exception cref="Tensors.InputException">The tokenizer has no such token.</exception>
    int MaskId { get; }

    /// <summary>What stands for no token.</summary>
    int PadId { get; }

    /// <summary>The explained value of each variant, in order. Variants are made as they are needed and share passes; few are held at a time.</summary>
    /// <param name="variants">The variants.</param>
    /// <param name="count">How many there will be, for whoever watches.</param>
    double[] Values(IEnumerable<Variant> variants, int count);

    /// <summary>All logits of each variant, in order, made and passed on likewise.</summary>
    /// <param name="variants">The variants.</param>
    /// <param name="count">How many there will be, for whoever watches.</param>
    double[][] Logits(IEnumerable<Variant> variants, int count);
}

/// <summary>What methods ask of every probe.</summary>
public static class TextProbes
{
    /// <summary>The text as it is.</summary>
    public static Variant Unchanged(this ITextProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return new([.. probe.Ids], [.. probe.Positions]);
    }

    /// <summary>The text with another id at some places; the positions stay.</summary>
    public static Variant With(this ITextProbe probe, IEnumerable<int> places, int id)
    {
        ArgumentNullException.ThrowIfNull(places);
        var variant = probe.Unchanged();
        foreach (int place in places) variant.Ids[place] = id;
        return variant;
    }

    /// <summary>The text without some tokens; positions are counted anew.</summary>
    public static Variant Without(this ITextProbe probe, IReadOnlyCollection<int> places)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return new([.. probe.Ids.Where((_, i) => !places.Contains(i))]);
    }
}

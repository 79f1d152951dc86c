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

    /// <summary>Indices of the tokens that may be replaced, ascending: all but marks that the tokenizer adds.</summary>
    IReadOnlyList<int> Inner { get; }

    /// <summary>The same in units that are replaced together: words, or single tokens.</summary>
    IReadOnlyList<IReadOnlyList<int>> Units { get; }

    /// <summary>What stands for a hidden token.</summary>
    int MaskId { get; }

    /// <summary>What stands for no token.</summary>
    int PadId { get; }

    /// <summary>The explained value of the text as it is.</summary>
    double Value { get; }

    /// <summary>
    /// The explained value of each variant, in order. Variants are made as they are needed, share passes and are never held all at once.
    /// </summary>
    double[] Values(IReadOnlyCollection<Variant> variants);
}

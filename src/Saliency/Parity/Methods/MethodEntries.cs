using System.Numerics;

namespace PureSaliency.Saliency.Parity;

/// <summary>Computes an entry; null if there is none of the rest of its name.</summary>
/// <param name="text">The entry's case.</param>
/// <param name="entry">Which one.</param>
internal delegate double[]? EntryFormula<T>(MethodCase<T> text, MethodEntry entry) where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>What computes the entries of <c>methods.safetensors</c>, by definition; a new family is a file beside this one and a line here.</summary>
internal static class MethodEntries<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly Dictionary<string, EntryFormula<T>> All = new[]
    {
        OutputEntries<T>.All, GradientEntries<T>.All, PathEntries<T>.All, RelevanceEntries<T>.All, AttentionEntries<T>.All,
        PerturbationEntries<T>.All, DecodingEntries<T>.All, MeasureEntries<T>.All,
    }.SelectMany(family => family).ToDictionary();

    /// <summary>The formula of a definition; null if nothing here computes it.</summary>
    public static EntryFormula<T>? Find(string definition) => All.GetValueOrDefault(definition);
}

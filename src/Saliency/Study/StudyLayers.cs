using PureSaliency.Tensors;

namespace PureSaliency.Saliency.Study;

/// <summary>Layers at which a study takes maps: each method's automatic one, all, or some.</summary>
/// <param name="Named">Those named; null for the automatic one, empty for all.</param>
public sealed record StudyLayers(IReadOnlyList<int>? Named)
{
    /// <summary>Each method's automatic layer.</summary>
    public static StudyLayers Auto { get; } = new((IReadOnlyList<int>?)null);

    /// <summary>Every layer.</summary>
    public static StudyLayers All { get; } = new([]);

    /// <summary>Reads <c>auto</c>, <c>all</c> or numbers with commas between.</summary>
    /// <exception cref="InputException">It is none of these.</exception>
    public static StudyLayers Parse(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        if (written == "auto") return Auto;
        if (written == "all") return All;
        int?[] layers = [.. written.Split(',').Select(part => int.TryParse(part.Trim(), out int layer) && layer >= 0 ? layer : (int?)null)];
        return layers.Contains(null) ? throw new InputException($"'{written}': expected auto, all, or layers from 0 with commas between, as 0,6,11.")
            : new([.. layers.Select(layer => layer!.Value).Distinct().Order()]);
    }

    /// <inheritdoc/>
    public override string ToString() => Named is null ? "auto" : Named.Count == 0 ? "all" : string.Join(',', Named);

    /// <inheritdoc/>
    public bool Equals(StudyLayers? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}

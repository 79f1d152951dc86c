using System.Collections.Immutable;

namespace PureSaliency.Saliency.Options;

/// <summary>Values of methods' own options, by name; what is not there has its default. Equal if all values are.</summary>
public sealed class MethodSettings : IEquatable<MethodSettings>
{
    private readonly ImmutableSortedDictionary<string, object?> values;

    private MethodSettings(ImmutableSortedDictionary<string, object?> values) => this.values = values;

    /// <summary>All defaults.</summary>
    public static MethodSettings None { get; } = new(ImmutableSortedDictionary.Create<string, object?>(StringComparer.Ordinal));

    /// <summary>The value of a name, or what stands for it.</summary>
    internal T Get<T>(string name, T standard) => values.TryGetValue(name, out object? value) ? (T)value! : standard;

    /// <summary>The same with another value; the default is the value of what is not there.</summary>
    internal MethodSettings With<T>(string name, T value, T standard) =>
        new(EqualityComparer<T>.Default.Equals(value, standard) ? values.Remove(name) : values.SetItem(name, value));

    /// <inheritdoc/>
    public bool Equals(MethodSettings? other) => other is not null && values.SequenceEqual(other.values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MethodSettings);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", values.Select(pair => $"{pair.Key} {pair.Value}"));

    /// <inheritdoc/>
    public override int GetHashCode() => values.Aggregate(0, (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));
}

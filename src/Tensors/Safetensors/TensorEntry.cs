using System.Collections.Immutable;

namespace PureSaliency.Tensors;

/// <summary>What a header says of one tensor.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="DType">The type of its elements.</param>
/// <param name="Shape">Its extents, outermost first; none for a scalar.</param>
/// <param name="Begin">Its first byte, counted from the start of the data.</param>
/// <param name="End">The byte after its last, counted from the start of the data.</param>
public sealed record TensorEntry(string Name, DType DType, ImmutableArray<long> Shape, long Begin, long End)
{
    /// <summary>Number of elements, 1 for a scalar.</summary>
    public long Count => Product(Shape.AsSpan());

    /// <summary>Number of bytes.</summary>
    public long ByteLength => End - Begin;

    /// <inheritdoc/>
    public bool Equals(TensorEntry? other) =>
        other is not null && Name == other.Name && DType == other.DType && Begin == other.Begin && End == other.End
        && Shape.AsSpan().SequenceEqual(other.Shape.AsSpan()); // an ImmutableArray by itself compares by reference

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, DType, Begin, End);

    internal static long Product(ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long extent in shape) count = checked(count * extent);
        return count;
    }
}

using System.Collections.Immutable;

namespace PureSaliency.Tensors;

/// <summary>The extents of a row-major tensor, outermost first. A shape without extents is a scalar.</summary>
public readonly struct Shape : IEquatable<Shape>
{
    private readonly ImmutableArray<int> extents;
    private readonly int count;

    /// <summary>A shape with the given extents; zero is a legal extent.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative.</exception>
    /// <exception cref="OverflowException">The product does not fit into 31 bits.</exception>
    public Shape(params ReadOnlySpan<int> extents)
    {
        long count = 1;
        foreach (int extent in extents)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(extent);
            count = checked(count * extent);
        }
        this.count = checked((int)count);
        this.extents = [.. extents];
    }

    /// <summary>Number of extents.</summary>
    public int Rank => extents.IsDefault ? 0 : extents.Length;

    /// <summary>Number of elements: the product of the extents, 1 for a scalar.</summary>
    public int Count => extents.IsDefault ? 1 : count;

    /// <summary>The extent at <paramref name="axis"/>; negative axes count from the end.</summary>
    public int this[int axis] => extents[axis < 0 ? Rank + axis : axis];

    /// <summary>All extents but the last, multiplied: the rows of a matrix.</summary>
    public int Rows => Rank == 0 ? 1 : this[^1] == 0 ? 0 : Count / this[^1];

    /// <summary>The last extent: the width of a row; 1 for a scalar.</summary>
    public int Width => Rank == 0 ? 1 : this[^1];

    private int this[Index index] => extents[index];

    /// <summary>The extents as a span.</summary>
    public ReadOnlySpan<int> AsSpan() => extents.IsDefault ? [] : extents.AsSpan();

    /// <inheritdoc/>
    public bool Equals(Shape other) => AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int extent in AsSpan()) hash.Add(extent);
        return hash.ToHashCode();
    }

    /// <summary>Whether both have the same extents.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether the extents differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>The extents in brackets, <c>[128, 768]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", AsSpan().ToArray())}]";
}

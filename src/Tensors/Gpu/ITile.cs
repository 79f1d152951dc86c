using System.Numerics;
using ILGPU;

namespace PureSaliency.Tensors;

/// <summary>The sums that one thread of a product holds in registers: Side × Side of them.</summary>
internal interface ISums<TSelf, T>
    where TSelf : unmanaged, ISums<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Rows, and columns.</summary>
    static abstract int Side { get; }

    /// <summary>
    /// The sums plus a column of A times a row of B, which begin at the views' first elements; those of the row are a stride apart. Of
    /// views, because fixed offsets from one address are part of a load, while an index takes instructions of its own.
    /// </summary>
    static abstract TSelf Add(TSelf sums, ArrayView<T> a, ArrayView<T> b, int stride);

    /// <summary>Hands the sums over, the first of them for the given row and column of C; columns are a stride apart.</summary>
    static abstract void Store(TSelf sums, Target<T> target, int row, int column, int stride);
}

/// <summary>How a group shares a tile of C.</summary>
internal interface ITileShape
{
    /// <summary>Threads along each side of a tile.</summary>
    static abstract int Side { get; }

    /// <summary>Steps along the inner dimension that are staged in shared memory at once.</summary>
    static abstract int Depth { get; }
}

/// <summary>256 threads, as a graphics processor likes them.</summary>
internal readonly struct LargeGroup : ITileShape
{
    public static int Side => 16;

    public static int Depth => 16;
}

/// <summary>Four threads, as the simulator bears them; for two by two sums.</summary>
internal readonly struct SmallGroup : ITileShape
{
    public static int Side => 2;

    public static int Depth => 4;
}

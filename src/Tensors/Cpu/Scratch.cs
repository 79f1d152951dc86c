namespace PureSaliency.Tensors;

/// <summary>What a task needs memory for; each use has memory of its own.</summary>
internal enum Purpose
{
    /// <summary>An operation's own values.</summary>
    Values,
    /// <summary>A factor in another order.</summary>
    Panels,
    /// <summary>A finished tile.</summary>
    Sums,
    /// <summary>Rows filled up to whole units.</summary>
    Padding,
    /// <summary>A part of a product that is read and forgotten.</summary>
    Piece,
    /// <summary>Weights with their rows as columns; all threads read them.</summary>
    Transposed,
}

/// <summary>Memory of the calling thread for the duration of one small task; it grows and is used again.</summary>
internal static unsafe class Scratch<T> where T : unmanaged
{
    [ThreadStatic]
    private static NativeBlock?[]? blocks;

    public static T* Take(Purpose purpose, long count)
    {
        ref var block = ref (blocks ??= new NativeBlock?[6])[(int)purpose];
        long bytes = count * sizeof(T);
        if (block is null || block.Bytes < bytes)
        {
            block?.Dispose();
            block = new NativeBlock((nuint)Math.Max(bytes, 1 << 16), zeroed: false);
        }
        return (T*)block.Pointer;
    }
}

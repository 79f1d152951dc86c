namespace PureSaliency.Tensors;

/// <summary>Memory of the calling thread for the duration of one small task; it grows and is used again.</summary>
internal static unsafe class Scratch<T> where T : unmanaged
{
    [ThreadStatic]
    private static NativeBlock? block;

    public static T* Take(long count)
    {
        nuint bytes = (nuint)(count * sizeof(T));
        if (block is null || block.Bytes < bytes)
        {
            block?.Dispose();
            block = new NativeBlock(Math.Max(bytes, 1 << 16), zeroed: false);
        }
        return (T*)block.Pointer;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PureSaliency.Tensors;

/// <summary>Stored elements of any type made into numbers of type T. The source may be unaligned.</summary>
internal static unsafe class Elements
{
    /// <summary>Fills the destination from the elements at <paramref name="source"/>; a number out of T's range goes to its end.</summary>
    public static void Convert<T>(DType dtype, byte* source, Span<T> destination) where T : unmanaged, INumberBase<T>
    {
        switch (dtype)
        {
            case DType.F64: Each<double, T>(source, destination); break;
            case DType.F32: Each<float, T>(source, destination); break;
            case DType.F16 or DType.BF16: ThroughFloat(dtype, source, destination); break;
            case DType.U64: Each<ulong, T>(source, destination); break;
            case DType.U32: Each<uint, T>(source, destination); break;
            case DType.U16: Each<ushort, T>(source, destination); break;
            case DType.I64: Each<long, T>(source, destination); break;
            case DType.I32: Each<int, T>(source, destination); break;
            case DType.I16: Each<short, T>(source, destination); break;
            case DType.I8: Each<sbyte, T>(source, destination); break;
            case DType.U8: Each<byte, T>(source, destination); break;
            case DType.Bool:
                for (int i = 0; i < destination.Length; i++) destination[i] = source[i] == 0 ? T.Zero : T.One;
                break;
            default: throw new ArgumentOutOfRangeException(nameof(dtype));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Each<S, T>(byte* source, Span<T> destination)
        where S : unmanaged, INumberBase<S> where T : unmanaged, INumberBase<T>
    {
        if (typeof(S) == typeof(T))
        {
            new ReadOnlySpan<T>(source, destination.Length).CopyTo(destination);
            return;
        }
        for (int i = 0; i < destination.Length; i++)
            destination[i] = T.CreateSaturating(Unsafe.ReadUnaligned<S>(source + (long)i * sizeof(S)));
    }

    private static void ThroughFloat<T>(DType dtype, byte* source, Span<T> destination) where T : unmanaged, INumberBase<T>
    {
        if (typeof(T) == typeof(float))
        {
            Widen(dtype, source, MemoryMarshal.Cast<T, float>(destination));
            return;
        }
        Span<float> buffer = stackalloc float[256];
        for (int done = 0; done < destination.Length; done += buffer.Length)
        {
            Span<float> part = buffer[..Math.Min(buffer.Length, destination.Length - done)];
            Widen(dtype, source + 2L * done, part);
            for (int i = 0; i < part.Length; i++) destination[done + i] = T.CreateSaturating(part[i]);
        }
    }

    private static void Widen(DType dtype, byte* source, Span<float> destination)
    {
        if (dtype == DType.F16) HalfFloats.WidenF16(source, destination);
        else HalfFloats.WidenBF16(source, destination);
    }
}

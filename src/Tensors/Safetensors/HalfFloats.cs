using System.Numerics;
using System.Runtime.CompilerServices;

namespace PureSaliency.Tensors;

/// <summary>Both kinds of 16-bit floats made into 32-bit floats, exactly: every value of either is a float.</summary>
internal static unsafe class HalfFloats
{
    /// <summary>Widens IEEE halves (5 bits of exponent, 10 of fraction).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WidenF16(byte* source, Span<float> destination)
    {
        int i = 0;
        for (; i <= destination.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(Unsafe.ReadUnaligned<Vector<ushort>>(source + 2L * i), out Vector<uint> low, out Vector<uint> high);
            WidenF16(low).CopyTo(destination[i..]);
            WidenF16(high).CopyTo(destination[(i + Vector<uint>.Count)..]);
        }
        for (; i < destination.Length; i++) destination[i] = (float)Unsafe.ReadUnaligned<Half>(source + 2L * i);
    }

    /// <summary>Widens bfloat16: the upper half of a float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WidenBF16(byte* source, Span<float> destination)
    {
        int i = 0;
        for (; i <= destination.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(Unsafe.ReadUnaligned<Vector<ushort>>(source + 2L * i), out Vector<uint> low, out Vector<uint> high);
            Vector.AsVectorSingle(low << 16).CopyTo(destination[i..]);
            Vector.AsVectorSingle(high << 16).CopyTo(destination[(i + Vector<uint>.Count)..]);
        }
        for (; i < destination.Length; i++)
            destination[i] = BitConverter.UInt32BitsToSingle((uint)Unsafe.ReadUnaligned<ushort>(source + 2L * i) << 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> WidenF16(Vector<uint> half)
    {
        Vector<uint> magnitude = half & new Vector<uint>(0x7FFF);
        Vector<uint> bits = magnitude << 13;
        Vector<uint> normal = bits + new Vector<uint>(112 << 23); // the exponent's bias is 127, no longer 15
        Vector<uint> infinite = bits | new Vector<uint>(0x7F80_0000);
        // A subnormal is fraction · 2^-14: give it the leading 1 that its bits lack, and subtract that again.
        Vector<float> subnormal = Vector.AsVectorSingle(bits + new Vector<uint>(113 << 23)) - new Vector<float>(1 / 16384f);

        Vector<uint> finite = Vector.ConditionalSelect(
            Vector.LessThan(magnitude, new Vector<uint>(0x0400)), Vector.AsVectorUInt32(subnormal), normal);
        Vector<uint> unsigned = Vector.ConditionalSelect(
            Vector.LessThan(magnitude, new Vector<uint>(0x7C00)), finite, infinite);
        return Vector.AsVectorSingle(unsigned | ((half & new Vector<uint>(0x8000)) << 16));
    }
}

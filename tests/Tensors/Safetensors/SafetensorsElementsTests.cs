using System.Numerics;
using System.Runtime.InteropServices;
using PureSaliency.Tensors;

namespace PureSaliency.Tests.Tensors;

public class SafetensorsElementsTests
{
    private static readonly ushort[] Patterns = [.. Enumerable.Range(0, 65_536).Select(i => (ushort)i)];

    private static unsafe T[] Convert<S, T>(DType dtype, params S[] stored) where S : unmanaged where T : unmanaged, INumberBase<T>
    {
        // One byte further on: files need not be aligned.
        byte[] bytes = [0xAA, .. MemoryMarshal.AsBytes(stored.AsSpan())];
        var values = new T[stored.Length * sizeof(S) / dtype.Size()];
        fixed (byte* start = bytes) Elements.Convert<T>(dtype, start + 1, values);
        return values;
    }

    private static void Same(float expected, float found)
    {
        if (float.IsNaN(expected)) Assert.True(float.IsNaN(found));
        else Assert.Equal(BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(found));
    }

    [Fact]
    public void Every_F16_is_exact()
    {
        float[] whole = Convert<ushort, float>(DType.F16, Patterns);
        double[] doubles = Convert<ushort, double>(DType.F16, Patterns);
        for (int i = 0; i < Patterns.Length; i++)
        {
            float expected = (float)BitConverter.UInt16BitsToHalf(Patterns[i]);
            Same(expected, whole[i]);
            Same(expected, (float)doubles[i]);
            Same(expected, Convert<ushort, float>(DType.F16, Patterns[i])[0]); // too short for a vector
        }
    }

    [Fact]
    public void Every_BF16_is_exact()
    {
        float[] whole = Convert<ushort, float>(DType.BF16, Patterns);
        double[] doubles = Convert<ushort, double>(DType.BF16, Patterns);
        for (int i = 0; i < Patterns.Length; i++)
        {
            float expected = BitConverter.UInt32BitsToSingle((uint)Patterns[i] << 16);
            Same(expected, whole[i]);
            Same(expected, (float)doubles[i]);
            Same(expected, Convert<ushort, float>(DType.BF16, Patterns[i])[0]);
        }
    }

    [Fact]
    public void Any_length_of_halves_is_read_to_its_end()
    {
        for (int length = 0; length < 70; length++)
        {
            ushort[] part = [.. Enumerable.Range(0, length).Select(i => BitConverter.HalfToUInt16Bits((Half)(i + 1)))];
            Assert.Equal(Enumerable.Range(1, length).Select(i => (float)i), Convert<ushort, float>(DType.F16, part));
            part = [.. Enumerable.Range(1, length).Select(i => (ushort)(BitConverter.SingleToUInt32Bits(i) >> 16))];
            Assert.Equal(Enumerable.Range(1, length).Select(i => (float)i), Convert<ushort, float>(DType.BF16, part));
        }
    }

    [Theory]
    [InlineData(255), InlineData(256), InlineData(257), InlineData(600)]
    public void Halves_become_doubles_in_parts_of_any_length(int length)
    {
        ushort[] stored = [.. Enumerable.Range(1, length).Select(i => BitConverter.HalfToUInt16Bits((Half)i))];
        Assert.Equal(Enumerable.Range(1, length).Select(i => (double)i), Convert<ushort, double>(DType.F16, stored));
    }

    [Fact]
    public void F32_keeps_its_bits()
    {
        uint[] bits = [0, 1, 0x8000_0000, 0x7F80_0000, 0xFF80_0000, 0x7F80_0001, 0x7FC1_2345, 0xFFFF_FFFF, 0x3F80_0000];
        Assert.Equal(bits, Convert<uint, float>(DType.F32, bits).Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public void Floats_become_each_other()
    {
        Assert.Equal([1.5, -0.0, double.PositiveInfinity, double.NaN],
            Convert<float, double>(DType.F32, 1.5f, -0f, float.PositiveInfinity, float.NaN));
        Assert.Equal([0.1f, float.PositiveInfinity, float.NaN], Convert<double, float>(DType.F64, 0.1, 1e300, double.NaN));
        Assert.Equal([0.1, 1e300], Convert<double, double>(DType.F64, 0.1, 1e300));
        Assert.Equal([1, -2, long.MaxValue, 0], Convert<double, long>(DType.F64, 1.9, -2.9, 1e300, double.NaN));
    }

    [Fact]
    public void Integers_become_any_number()
    {
        Assert.Equal([1f, -1f, 9.223372e18f], Convert<long, float>(DType.I64, 1, -1, long.MaxValue));
        Assert.Equal([1, -1, int.MaxValue], Convert<long, int>(DType.I64, 1, -1, long.MaxValue));
        Assert.Equal([long.MinValue], Convert<long, long>(DType.I64, long.MinValue));
        Assert.Equal([5.0, int.MinValue], Convert<int, double>(DType.I32, 5, int.MinValue));
        Assert.Equal([-300L, 300], Convert<short, long>(DType.I16, -300, 300));
        Assert.Equal([-128, 127], Convert<sbyte, int>(DType.I8, -128, 127));
        Assert.Equal([0f, 255], Convert<byte, float>(DType.U8, 0, 255));
        Assert.Equal([0L, 65_535], Convert<ushort, long>(DType.U16, 0, ushort.MaxValue));
        Assert.Equal([0.0, 4_294_967_295], Convert<uint, double>(DType.U32, 0, uint.MaxValue));
        Assert.Equal([1, int.MaxValue], Convert<ulong, int>(DType.U64, 1, ulong.MaxValue));
        Assert.Equal([0f, 1, 1], Convert<byte, float>(DType.Bool, 0, 1, 255));
        Assert.Equal([0L, 1], Convert<byte, long>(DType.Bool, 0, 1));
    }
}

namespace PureSaliency.Tensors;

/// <summary>The type of a stored element; every multi-byte element is little-endian.</summary>
public enum DType
{
    /// <summary>64-bit IEEE float.</summary>
    F64,
    /// <summary>32-bit IEEE float.</summary>
    F32,
    /// <summary>16-bit IEEE float.</summary>
    F16,
    /// <summary>The upper 16 bits of a 32-bit float.</summary>
    BF16,
    /// <summary>64-bit signed integer.</summary>
    I64,
    /// <summary>32-bit signed integer.</summary>
    I32,
    /// <summary>16-bit signed integer.</summary>
    I16,
    /// <summary>8-bit signed integer.</summary>
    I8,
    /// <summary>8-bit unsigned integer.</summary>
    U8,
    /// <summary>One byte; 0 is false.</summary>
    Bool,
    /// <summary>64-bit unsigned integer.</summary>
    U64,
    /// <summary>32-bit unsigned integer.</summary>
    U32,
    /// <summary>16-bit unsigned integer.</summary>
    U16,
    /// <summary>Two 32-bit floats, real and imaginary part.</summary>
    C64,
    /// <summary>8-bit float with 4 bits of exponent.</summary>
    F8E4M3,
    /// <summary>8-bit float with 5 bits of exponent.</summary>
    F8E5M2,
    /// <summary>8-bit power of two.</summary>
    F8E8M0,
    /// <summary>8-bit float with 4 bits of exponent, without infinities and −0.</summary>
    F8E4M3FNUZ,
    /// <summary>8-bit float with 5 bits of exponent, without infinities and −0.</summary>
    F8E5M2FNUZ,
    /// <summary>6-bit float with 2 bits of exponent; four take three bytes.</summary>
    F6E2M3,
    /// <summary>6-bit float with 3 bits of exponent; four take three bytes.</summary>
    F6E3M2,
    /// <summary>4-bit float; two take a byte.</summary>
    F4,
}

/// <summary>Size and name of a <see cref="DType"/>.</summary>
public static class DTypes
{
    /// <summary>All types.</summary>
    public static IReadOnlyList<DType> All { get; } = Enum.GetValues<DType>();

    /// <summary>Bits of one element.</summary>
    public static int Bits(this DType type) => type switch
    {
        DType.F64 or DType.I64 or DType.U64 or DType.C64 => 64,
        DType.F32 or DType.I32 or DType.U32 => 32,
        DType.F16 or DType.BF16 or DType.I16 or DType.U16 => 16,
        DType.I8 or DType.U8 or DType.Bool => 8,
        DType.F8E4M3 or DType.F8E5M2 or DType.F8E8M0 or DType.F8E4M3FNUZ or DType.F8E5M2FNUZ => 8,
        DType.F6E2M3 or DType.F6E3M2 => 6,
        DType.F4 => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Bytes of one element, of the types that have whole bytes.</summary>
    public static int Size(this DType type) =>
        type.Bits() is var bits && bits % 8 == 0 ? bits / 8 : throw new ArgumentOutOfRangeException(nameof(type));

    /// <summary>Bytes of so many elements; elements of less than a byte must fill whole ones.</summary>
    /// <exception cref="OverflowException">More than 63 bits can count.</exception>
    public static long Bytes(this DType type, long count)
    {
        int bits = type.Bits();
        return bits >= 8 ? checked(count * (bits / 8)) : count / 8 * bits + count % 8 * bits / 8;
    }

    /// <summary>Whether so many elements fill whole bytes.</summary>
    internal static bool FillsBytes(this DType type, long count) => count % 8 * type.Bits() % 8 == 0;

    /// <summary>Whether the elements can be read as numbers; the others are known so that they can be passed over.</summary>
    public static bool IsReadable(this DType type) =>
        type is DType.F64 or DType.F32 or DType.F16 or DType.BF16 or DType.Bool
            or DType.I64 or DType.I32 or DType.I16 or DType.I8 or DType.U64 or DType.U32 or DType.U16 or DType.U8;

    /// <summary>The name in a file's header, such as <c>F64</c>, <c>BOOL</c> or <c>F8_E4M3</c>.</summary>
    public static string Name(this DType type) => type switch
    {
        DType.Bool => "BOOL",
        >= DType.F8E4M3 and <= DType.F6E3M2 => type.ToString().Insert(2, "_"),
        _ => type.ToString(),
    };

    /// <summary>Finds the type with this name in a header.</summary>
    public static bool TryParse(string name, out DType type)
    {
        foreach (DType known in All)
        {
            type = known;
            if (known.Name() == name) return true;
        }
        type = default;
        return false;
    }
}

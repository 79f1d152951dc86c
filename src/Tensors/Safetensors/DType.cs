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
}

/// <summary>Size and name of a <see cref="DType"/>.</summary>
public static class DTypes
{
    /// <summary>All types.</summary>
    public static IReadOnlyList<DType> All { get; } = Enum.GetValues<DType>();

    /// <summary>Bytes of one element.</summary>
    public static int Size(this DType type) => type switch
    {
        DType.F64 or DType.I64 => 8,
        DType.F32 or DType.I32 => 4,
        DType.F16 or DType.BF16 or DType.I16 => 2,
        DType.I8 or DType.U8 or DType.Bool => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>The name in a file's header, <c>F64</c> to <c>BOOL</c>.</summary>
    public static string Name(this DType type) => type == DType.Bool ? "BOOL" : type.ToString();

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

namespace PureSaliency.Tensors;

/// <summary>How exact the products of float32 matrices are.</summary>
public enum ProductPrecision
{
    /// <summary>float32 all through.</summary>
    Exact,

    /// <summary>Factors split into two bfloat16 numbers, x = h + l: h·h + h·l + l·h with float32 sums, right to about 2⁻¹⁶.</summary>
    Split,

    /// <summary>Factors rounded to bfloat16, right to about 2⁻⁸; sums in float32.</summary>
    BFloat16,
}

/// <summary>How a factor becomes bfloat16 numbers.</summary>
internal interface IFactorSplit
{
    /// <summary>Into how many: one, or two that add up to it.</summary>
    static abstract int Parts { get; }
}

/// <summary>One: the factor rounded.</summary>
internal readonly struct Rounded : IFactorSplit
{
    public static int Parts => 1;
}

/// <summary>Two: the factor rounded, and what rounding took, rounded.</summary>
internal readonly struct SplitInTwo : IFactorSplit
{
    public static int Parts => 2;
}
